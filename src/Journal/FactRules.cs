namespace KioskSuite.Journal;

/// <summary>The bounds of what may be appended; breaking one is a bug of the caller.</summary>
internal static class FactRules
{
    public const int MaxKind = 64;
    public const int MaxPayload = 16 * 1024;

    /// <summary>Checks all facts of one append and returns their payload bytes.</summary>
    public static int Check(IReadOnlyList<Fact> facts, ulong head, int maxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfZero(facts.Count, nameof(facts));
        var bytes = 0;
        foreach (var fact in facts)
        {
            Require(IsKind(fact.Kind), "a kind is 1 to 64 printable ASCII characters");
            Require(fact.Payload.Length <= MaxPayload, "a payload is at most 16 KiB");
            Require(!fact.OpensCase || fact.Case == 0, "a fact that opens a case names none");
            Require(fact.Case <= head, "a case is the sequence of a committed entry");
            // The entry's other columns count too, so that many empty facts stay bounded as well.
            bytes += fact.Payload.Length + MaxKind;
            Require(bytes <= maxBytes, "more bytes than one commit takes");
        }

        return bytes;
    }

    private static bool IsKind(string kind) =>
        kind.Length is > 0 and <= MaxKind && !kind.AsSpan().ContainsAnyExceptInRange('!', '~');

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new ArgumentException(rule);
        }
    }
}
