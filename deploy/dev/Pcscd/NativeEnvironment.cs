using System.Runtime.InteropServices;

namespace KioskSuite.Dev.Pcscd;

/// <summary>This process's environment as C libraries see it; .NET's own setter does not reach them.</summary>
internal static partial class NativeEnvironment
{
    private const int Overwrite = 1;

    /// <summary>libpcsclite reads it at its first call, and never again.</summary>
    public static void PointTo(PrivatePcscd pcscd) => _ = Set("PCSCLITE_CSOCK_NAME", pcscd.SocketPath, Overwrite);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Set(string name, string value, int overwrite);
}
