namespace KioskSuite.CentralSystem;

/// <summary>How people name the commands on the command line, and how the wire does.</summary>
internal static class CallNames
{
    private static readonly (string Call, string Method)[] Table =
    [
        ("look-up", "LookUp"), ("stop-card", "StopCard"), ("order-card", "OrderCard"), ("personalise", "Personalise"),
        ("prove", "Prove"), ("activate", "Activate"), ("void-card", "VoidCard"),
    ];

    /// <summary>Every command, as people name it.</summary>
    public static IReadOnlyList<string> All => [.. Table.Select(row => row.Call)];

    /// <returns>The gRPC method of a command, such as <c>StopCard</c>; null for no command.</returns>
    public static string? MethodOf(string call) => Array.Find(Table, row => row.Call == call).Method;

    /// <returns>The command of a gRPC method, such as <c>stop-card</c>; null for another method.</returns>
    public static string? CallOf(string method) => Array.Find(Table, row => row.Method == method).Call;
}
