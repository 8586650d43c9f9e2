using System.Globalization;

namespace KioskSuite.CentralSystem;

/// <summary>The command line. Anything unknown, repeated or missing is a start-up error that names it.</summary>
/// <param name="Folder">Where central.db lies; made when absent.</param>
/// <param name="SeedFile">Path of the seed file.</param>
/// <param name="Port">Port of the gRPC door, 0 for a free one.</param>
/// <param name="CardNetworkPort">Port of the shops' door, 0 for a free one.</param>
/// <param name="Fault">Scripted fault.</param>
/// <param name="Hold">Command whose first answer is held, or empty.</param>
internal sealed record Options(
    string Folder, string SeedFile, int Port, int CardNetworkPort, CentralFault Fault, string Hold = "")
{
    private static readonly string[] Known =
        ["--folder", "--seed", "--port", "--card-network-port", "--fault", "--hold"];

    /// <exception cref="StartUpException">An argument is unknown, repeated, without value or out of range.</exception>
    public static Options Parse(IReadOnlyList<string> arguments)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < arguments.Count; i += 2)
        {
            if (!Known.Contains(arguments[i]))
                throw new StartUpException($"unknown argument {arguments[i]}");
            if (i + 1 == arguments.Count || !given.TryAdd(arguments[i], arguments[i + 1]))
                throw new StartUpException($"{arguments[i]} needs exactly one value");
        }

        return new Options(
            Required(given, "--folder"),
            Required(given, "--seed"),
            PortOf(given, "--port"),
            PortOf(given, "--card-network-port"),
            FaultOf(given.GetValueOrDefault("--fault")),
            HoldOf(given.GetValueOrDefault("--hold", "")));
    }

    private static string Required(Dictionary<string, string> given, string name) =>
        given.TryGetValue(name, out var value) && value.Length > 0
            ? value
            : throw new StartUpException($"{name} is missing");

    private static int PortOf(Dictionary<string, string> given, string name) =>
        !given.TryGetValue(name, out var text) ? 0
        : ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port
        : throw new StartUpException($"{name} must be 0 to 65535");

    private static CentralFault FaultOf(string? name) => name is null
        ? CentralFault.None
        : CentralFault.Named(name) ?? throw new StartUpException($"unknown fault {name}");

    private static string HoldOf(string call) => call.Length == 0 || CallNames.MethodOf(call) is not null
        ? call
        : throw new StartUpException($"unknown call {call}");
}

/// <summary>Central cannot start; the message is for the person who started it.</summary>
internal sealed class StartUpException(string message) : Exception(message);
