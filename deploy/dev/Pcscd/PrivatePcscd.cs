using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace KioskSuite.Dev.Pcscd;

/// <summary>
/// A pcscd of our own with one vpcd reader of two slots. It sees a private folder as its socket folder (own mount
/// namespace), so that it runs beside the machine's pcscd and beside other copies of itself. Clients are told by the
/// environment variable PCSCLITE_CSOCK_NAME, set for the child by its parent.
/// </summary>
/// <remarks>
/// Needs root, pcscd and vsmartcard-vpcd. Where namespaces are forbidden it takes the standard socket and says so.
/// Debian's vpcd listens on 0.0.0.0: anyone who reaches the two ports can pose as a card. For demos and tests only.
/// </remarks>
public sealed class PrivatePcscd : IAsyncDisposable
{
    /// <summary>Readers as PC/SC lists them: the contact slot and the shop's terminal.</summary>
    public const string ContactReader = "Virtual PCD 00 00";
    public const string ShopReader = "Virtual PCD 00 01";

    private const string StandardFolder = "/run/pcscd";
    private const string Drivers = "/usr/lib/pcsc/drivers";
    private const string Daemon = "/usr/sbin/pcscd";
    private const int FirstPort = 20000;
    private const int LastPort = 32000;
    private const int PortAttempts = 50;
    private const int LongestSocketPath = 107;
    private const string PrivateScript =
        "mount --bind \"$1\" /run/pcscd && exec \"$4\" --foreground --config \"$2\" >\"$3\" 2>&1 </dev/null";
    private const string StandardScript = "exec \"$4\" --foreground --config \"$2\" >\"$3\" 2>&1 </dev/null";
    private static readonly TimeSpan s_startDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);
    private readonly LifeOfChild _child;

    private PrivatePcscd(LifeOfChild child, string socketPath, int contactPort, bool isPrivate) =>
        (_child, SocketPath, ContactPort, IsPrivate) = (child, socketPath, contactPort, isPrivate);

    /// <summary>The vpcd driver's path; null where it is not installed.</summary>
    public static string? Driver => Directory.Exists(Drivers)
        ? Directory.EnumerateFiles(Drivers, "libifdvpcd.so", SearchOption.AllDirectories).FirstOrDefault()
        : null;

    /// <summary>Value for PCSCLITE_CSOCK_NAME.</summary>
    public string SocketPath { get; }

    /// <summary>vpcd's port of the contact slot.</summary>
    public int ContactPort { get; }

    /// <summary>vpcd's port of the shop's slot.</summary>
    public int ShopPort => ContactPort + 1;

    /// <summary>False when it took the standard socket.</summary>
    public bool IsPrivate { get; }

    public int ProcessId => _child.ProcessId;

    /// <summary>Starts one; null, after saying why, when this machine cannot.</summary>
    /// <param name="folder">Existing private folder for socket, configuration and log; the caller removes it.</param>
    /// <param name="contactPort">vpcd's first port, or 0 for a free pair.</param>
    /// <param name="say">Takes one line for people.</param>
    /// <param name="time">Paces the wait until it is ready.</param>
    /// <param name="stop">Gives up.</param>
    public static async Task<PrivatePcscd?> StartAsync(
        string folder, int contactPort, Action<string> say, TimeProvider time, CancellationToken stop)
    {
        if (Driver is not { } driver || !File.Exists(Daemon))
        {
            say("no pcscd with vpcd here (packages pcscd, vsmartcard-vpcd)");
            return null;
        }

        var isPrivate = await NamespacesAllowedAsync(stop);
        var sockets = isPrivate ? Directory.CreateDirectory(Path.Combine(folder, "pcscd")).FullName : StandardFolder;
        var socketPath = Path.Combine(sockets, "pcscd.comm");
        if (socketPath.Length > LongestSocketPath || (!isPrivate && File.Exists(socketPath)))
        {
            say($"pcscd cannot use the socket {socketPath}");
            return null;
        }

        var port = contactPort == 0 ? FreePair() : contactPort;
        var child = LifeOfChild.Start("setpriv", Arguments(folder, sockets, driver, port, isPrivate));
        var made = new PrivatePcscd(child, socketPath, port, isPrivate);
        if (!await made.ReadyAsync(time, stop))
        {
            await made.DisposeAsync();
            say($"pcscd did not start, see {Path.Combine(folder, "pcscd.log")}");
            return null;
        }

        say((isPrivate ? "pcscd in its own namespace" : "pcscd on the standard socket, namespaces are forbidden")
            + $", vpcd on 0.0.0.0:{port} and {port + 1}");
        return made;
    }

    /// <summary>Ends pcscd; the readers vanish for all clients.</summary>
    public async ValueTask DisposeAsync()
    {
        await _child.DisposeAsync();
        File.Delete(SocketPath);
    }

    private static string[] Arguments(string folder, string sockets, string driver, int port, bool isPrivate)
    {
        var config = Directory.CreateDirectory(Path.Combine(folder, "pcscd.conf.d")).FullName;
        var channel = "0x" + port.ToString("X", CultureInfo.InvariantCulture);
        File.WriteAllText(
            Path.Combine(config, "vpcd"),
            $"FRIENDLYNAME \"Virtual PCD\"\nDEVICENAME /dev/null:{channel}\nLIBPATH {driver}\nCHANNELID {channel}\n");
        string[] shell =
        [
            "sh", "-c", isPrivate ? PrivateScript : StandardScript, "sh", sockets, config,
            Path.Combine(folder, "pcscd.log"), Daemon,
        ];
        return ["--pdeathsig", "KILL", .. isPrivate ? ["unshare", "-m", .. shell] : shell];
    }

    private static async Task<bool> NamespacesAllowedAsync(CancellationToken stop)
    {
        try
        {
            Directory.CreateDirectory(StandardFolder);
            using var probe = Process.Start(new ProcessStartInfo("unshare", ["-m", "true"])
            {
                RedirectStandardError = true,
                UseShellExecute = false,
            });
            await probe!.WaitForExitAsync(stop);
            return probe.ExitCode == 0;
        }
        catch (Exception error) when (error is UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Two neighbouring ports below the range that outgoing connections use.</summary>
    public static int FreePair()
    {
        for (var attempt = 0; attempt < PortAttempts; attempt++)
        {
            var port = Random.Shared.Next(FirstPort, LastPort);
            try
            {
                using var first = new TcpListener(IPAddress.Any, port);
                using var second = new TcpListener(IPAddress.Any, port + 1);
                first.Start();
                second.Start();
                return port;
            }
            catch (SocketException)
            {
                continue;
            }
        }

        throw new InvalidOperationException("no two neighbouring free ports");
    }

    private async Task<bool> ReadyAsync(TimeProvider time, CancellationToken stop)
    {
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < s_startDeadline && !_child.HasEnded)
        {
            var listeners = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners();
            var ports = listeners.Select(e => e.Port).ToHashSet();
            if (File.Exists(SocketPath) && ports.Contains(ContactPort) && ports.Contains(ShopPort))
            {
                return true;
            }

            await Task.Delay(s_pause, time, stop);
        }

        return false;
    }
}
