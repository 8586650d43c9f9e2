namespace KioskSuite.Fuzz;

/// <summary>Makes an input from others; the same seed makes the same ones.</summary>
/// <param name="seed">Of everything drawn.</param>
/// <param name="words">What may stand in place of a quoted word; none for bytes.</param>
internal sealed class Mutator(int seed, IReadOnlyList<byte[]> words)
{
    private const int MostSteps = 6;
    private const int Longest = 4096;
    private static readonly byte[] s_edges =
        [0, 1, 2, 4, 8, 16, 31, 32, 63, 64, 127, 128, 129, 130, 131, 132, 254, 255];

    private readonly Random _random = new(seed);

    public byte[] Next(IReadOnlyList<byte[]> corpus)
    {
        var input = new List<byte>(Pick(corpus));
        for (var steps = _random.Next(1, MostSteps + 1); steps > 0; steps--)
        {
            if (words.Count > 0 && _random.Next(4) > 0)
            {
                Reword(input);
                break;
            }

            Step(input, corpus);
        }

        return input.Count <= Longest ? [.. input] : [.. input.Take(Longest)];
    }

    private void Step(List<byte> input, IReadOnlyList<byte[]> corpus)
    {
        var at = input.Count == 0 ? 0 : _random.Next(input.Count);
        switch (_random.Next(9))
        {
            case 0 when input.Count > 0:
                input[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when input.Count > 0:
                input[at] = s_edges[_random.Next(s_edges.Length)];
                break;
            case 2 when input.Count > 0:
                input[at] = (byte)(input[at] + _random.Next(-4, 5));
                break;
            case 3:
                input.Insert(at, s_edges[_random.Next(s_edges.Length)]);
                break;
            case 4 when input.Count > 0:
                input.RemoveRange(at, Math.Min(_random.Next(1, 9), input.Count - at));
                break;
            case 5 when input.Count > 0:
                input.RemoveRange(at, input.Count - at);
                break;
            case 6:
                var block = input.Skip(at).Take(_random.Next(1, 33)).ToArray();
                input.InsertRange(_random.Next(input.Count + 1), block);
                break;
            case 7:
                var other = Pick(corpus);
                var from = _random.Next(other.Length + 1);
                input.InsertRange(at, other.Skip(from).Take(_random.Next(1, 65)).ToArray());
                break;
            default:
                input.Insert(at, (byte)_random.Next(256));
                break;
        }
    }

    private void Reword(List<byte> input)
    {
        var first = input.Count == 0 ? -1 : input.IndexOf((byte)'"', _random.Next(input.Count));
        var last = first < 0 ? -1 : input.IndexOf((byte)'"', first + 1);
        if (last > first)
        {
            input.RemoveRange(first, last - first + 1);
            input.InsertRange(first, words[_random.Next(words.Count)]);
        }
    }

    private byte[] Pick(IReadOnlyList<byte[]> corpus) => corpus.Count == 0 ? [] : corpus[_random.Next(corpus.Count)];
}
