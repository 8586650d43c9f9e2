using System.Numerics;
using System.Reflection;

namespace KioskSuite.Fuzz;

/// <summary>Which blocks of the assembly under test were entered, and about how often.</summary>
internal sealed class Coverage
{
    private readonly byte[] _hits;
    private readonly byte[] _seen;

    /// <param name="tested">An assembly that <see cref="Instrumenter"/> wrote.</param>
    public Coverage(Assembly tested)
    {
        var field = tested.GetType(Instrumenter.MapType)?.GetField(Instrumenter.MapField)
            ?? throw new InvalidOperationException("the assembly under test does not count its blocks");
        _hits = (byte[])field.GetValue(null)!;
        _seen = new byte[_hits.Length];
    }

    /// <summary>Blocks entered by any input so far.</summary>
    public int Reached { get; private set; }

    public void Clear() => Array.Clear(_hits);

    /// <summary>True when a block was entered for the first time, or in a new order of magnitude of times.</summary>
    public bool IsNew()
    {
        var isNew = false;
        for (var i = 0; i < _hits.Length; i++)
        {
            if (_hits[i] == 0)
            {
                continue;
            }

            var bucket = (byte)(1 << BitOperations.Log2(_hits[i]));
            if ((_seen[i] & bucket) == 0)
            {
                Reached += _seen[i] == 0 ? 1 : 0;
                _seen[i] |= bucket;
                isNew = true;
            }
        }

        return isNew;
    }
}
