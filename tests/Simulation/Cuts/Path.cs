using Google.Protobuf;
using KioskSuite.Messages.Central;

namespace KioskSuite.Simulation.Cuts;

/// <summary>One forward path: what goes wrong in it before any cut.</summary>
internal sealed record Path(string Name)
{
    private const byte StoreData = 0xE2;

    public static IReadOnlyList<Path> All { get; } =
    [
        new("taken") { CutTwice = true },
        new("not taken") { IsTaken = false, CutTwice = true },
        new("every chip mute") { MuteChips = int.MaxValue },
        new("first chip mute") { MuteChips = 1 },
        new("proof refused") { WrongCryptogram = true },
        new("jam at print") { JamsAtPrint = true },
        new("fees declined") { Answers = new Dictionary<string, string> { ["fees"] = "no" } },
    ];

    /// <summary>The settling run of each cut is cut again.</summary>
    public bool CutTwice { get; init; }

    public bool IsTaken { get; init; } = true;

    public bool JamsAtPrint { get; init; }

    public bool WrongCryptogram { get; init; }

    /// <summary>So many cards, from the first, fall silent while they are written.</summary>
    public int MuteChips { get; init; }

    /// <summary>Option by kind of question; the first one where nothing is said.</summary>
    public IReadOnlyDictionary<string, string> Answers { get; init; } = new Dictionary<string, string>();

    /// <param name="command">What is sent to a chip.</param>
    /// <param name="card">Which card it is, from 1.</param>
    public bool IsMute(ReadOnlySpan<byte> command, int card) =>
        card <= MuteChips && command.Length > 1 && command[1] == StoreData;

    /// <summary>What the line makes of a request.</summary>
    public void Spoil(IMessage request)
    {
        if (WrongCryptogram && request is Proof proof)
        {
            var arqc = proof.Arqc.ToByteArray();
            arqc[0] ^= 1;
            proof.Arqc = ByteString.CopyFrom(arqc);
        }
    }

    public override string ToString() => Name;
}
