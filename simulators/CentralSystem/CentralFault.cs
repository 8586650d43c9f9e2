namespace KioskSuite.CentralSystem;

/// <summary>What becomes of one call. Closed.</summary>
internal enum Fate
{
    /// <summary>Served as if nothing were scripted.</summary>
    Pass,

    /// <summary>Not served: central is away.</summary>
    Away,

    /// <summary>Central goes away when the call arrives; nothing is done.</summary>
    Before,

    /// <summary>The call is done and committed; the answer never leaves, and central goes away.</summary>
    During,

    /// <summary>The answer leaves, then central goes away.</summary>
    After,

    /// <summary>The call is done and committed; its answer is lost with its connection, and central stays.</summary>
    Lost,

    /// <summary>The answer takes a second.</summary>
    Slow,

    /// <summary>The answer carries its message twice: the client must not believe it, and ask again.</summary>
    Twice,

    /// <summary>The call is done and committed; the answer waits to be let go.</summary>
    Hold,
}

/// <summary>What can be scripted to go wrong with central or the line to it.</summary>
/// <param name="Name">As on the command line, such as <c>away-before-prove</c>.</param>
/// <param name="Fate">What happens to the first such call; with <see cref="Fate.Slow"/> to every one.</param>
/// <param name="Call">The command it strikes, or empty for each of them.</param>
internal sealed record CentralFault(string Name, Fate Fate, string Call)
{
    private static readonly (string Prefix, Fate Fate)[] OfOneCall =
    [
        ("away-before-", Fate.Before), ("away-during-", Fate.During), ("away-after-", Fate.After),
        ("reply-lost-", Fate.Lost),
    ];

    public static CentralFault None { get; } = new("none", Fate.Pass, "");

    /// <summary>Away from after the first look-up.</summary>
    public static CentralFault CentralAway { get; } = new("central-away", Fate.After, "look-up");

    private static readonly CentralFault[] OfEveryCall =
        [CentralAway, new("central-slow", Fate.Slow, ""), new("duplicate-reply", Fate.Twice, "")];

    /// <summary>Every fault that can be named.</summary>
    public static IReadOnlyList<CentralFault> All =>
        [
            .. OfEveryCall,
            .. CallNames.All.SelectMany(c => OfOneCall.Select(f => new CentralFault(f.Prefix + c, f.Fate, c))),
        ];

    /// <returns>The fault of that name, or null.</returns>
    public static CentralFault? Named(string name) => All.FirstOrDefault(f => f.Name == name);

    public override string ToString() => Name;
}
