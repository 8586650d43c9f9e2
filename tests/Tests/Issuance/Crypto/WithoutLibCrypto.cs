using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Text.Json;
using KioskSuite.Issuance.Crypto;

namespace KioskSuite.Tests.Issuance.Crypto;

/// <summary>A second copy of the issuance library, on a machine that has no OpenSSL 3.</summary>
internal sealed class WithoutLibCrypto() : AssemblyLoadContext("without libcrypto", isCollectible: true)
{
    private static readonly Assembly s_issuance = typeof(CryptoSuites).Assembly;

    /// <summary>What its probe reports.</summary>
    public static IReadOnlyList<SuiteReport> Probe()
    {
        var machine = new WithoutLibCrypto();
        try
        {
            var probe = machine.LoadFromAssemblyPath(s_issuance.Location)
                .GetType(typeof(CryptoSuites).FullName!)!.GetMethod(nameof(CryptoSuites.Probe))!;
            return JsonSerializer.Deserialize<SuiteReport[]>(JsonSerializer.Serialize(probe.Invoke(null, null)))!;
        }
        finally
        {
            machine.Unload();
        }
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        unmanagedDllName.StartsWith("libcrypto", StringComparison.Ordinal)
            ? NativeLibrary.Load("libcrypto-that-nobody-has.so.3")
            : 0;
}
