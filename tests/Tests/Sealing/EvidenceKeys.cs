using System.Security.Cryptography;
using KioskSuite.Journal;

namespace KioskSuite.Tests.Sealing;

/// <summary>Keys and a file that another program (pyca/cryptography) sealed by the written layout.</summary>
internal static class EvidenceKeys
{
    public const string SealedElsewhere =
        "4b53453101011e753a400d54b19d0470c5bb3bbfee691ec55aa53b432f90ed9a0609e10cb8be8994169bc4124df2bf1c067f8fb582"
        + "a0311837caf4929272beded6686116160b2299c274f17f030b8c000102030405060708090a0b00316b696f736b2d3030317c34327c"
        + "666163657c34322d666163652d303031313232333334343535363637372e7365616c65640000001a2caf5b1e2d0b78dbc01706aee4"
        + "4dbaf47c9c1ea38f299c86452afbb99212409ec59622d2a0ca9e271181";

    private const string CentralKey =
        "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgDLYnmo4bEqlndJfMXHHpAzfy361jezWp0b4LBmioXwahRANCAASotbzmdXF6"
        + "FY+J9VTX+h4YDKbPXL2xvH2fjDgxHhjcTgLrGV1VIITxIzaNgmxmv1Tu5WLYra09ndkKeB25CSC/";

    private const string EphemeralKey =
        "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgA0FCXK/t6dJLBZmu/f3v8cFSbtdbByF+uZv4wLdJi4GhRANCAARwxbs7v+5p"
        + "HsVapTtDL5DtmgYJ4Qy4vomUFpvEEk3yvxwGf4+1gqAxGDfK9JKScr7e1mhhFhYLIpnCdPF/AwuM";

    public static ECDiffieHellman Central() => Import(CentralKey);

    public static ECDiffieHellman Ephemeral() => Import(EphemeralKey);

    public static EvidenceOptions Options(string folder)
    {
        using var central = Central();
        return new(folder, "kiosk-001", central.ExportSubjectPublicKeyInfo());
    }

    private static ECDiffieHellman Import(string key)
    {
        var imported = ECDiffieHellman.Create();
        imported.ImportPkcs8PrivateKey(Convert.FromBase64String(key), out _);
        return imported;
    }
}
