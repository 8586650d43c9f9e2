using System.Security.Cryptography;
using KioskSuite.Issuance.Crypto.OfflineData;

namespace KioskSuite.Fuzz;

/// <summary>
/// Recovers certificates of a test scheme. The first recovered byte refuses nearly every mutated signature, so an input
/// is taken twice: as a certificate, and as the head of what the scheme signed. Before it stands how many digits of the
/// number the card shows; behind it come length and bytes of the exponent, and the remainder.
/// </summary>
internal static class Certificates
{
    private const int Length = 96;
    private const int KeyLength = 64;
    private const int SignedLength = Length - SignedBlock.Overhead;
    private const string IssuerHead = "02621700FF129900000101014001";
    private const string IccHead = "046217001234567890FFFF129900000101014001";
    private const string Number = "6217001234567890";

    private static readonly DateOnly s_today = new(2026, 1, 1);

    /// <summary>Of no scheme: no real one has a key of 768 bits.</summary>
    private static readonly RsaPrivateKey s_scheme = RsaPrivateKey.Import(new RSAParameters
    {
        Modulus = Convert.FromHexString(
            "B6F68B6399D96A8FE92AD9CEB546F36D3CCF3AFCF1D331EB0397A24C085865383DF152587EA4AF909EA5AE2C453F23CE"
            + "63C96E7305D3B00A0917599755780EDDD8E8501520E9077B14FFCA88AD1B6AAEABC5DFEDDF4A109FB4FCA61C82F75A71"),
        D = Convert.FromHexString(
            "79F9B2426690F1B5461C913478D9F79E288A27534BE2214757BA6C32B03AEE257EA0E190546DCA6069C3C972D8D4C288"
            + "76CE760BEEC4A74FA8EE04945DC7F15D98DA606BB8B4FCB5E540B06E6CB0233BE08E02115521DAA34328803D0FB653A3"),
        Exponent = [3],
    }).Value;

    private static readonly CaPublicKey s_ca = new("A000000333", 1, s_scheme.Public, DateOnly.MaxValue);
    private static readonly CertifiedKey s_issuer = new(s_scheme.Public, DateOnly.MaxValue);

    public static IReadOnlyList<Target> Targets { get; } =
    [
        new("issuer-certificate", Seeds(IssuerHead), input => Taken(input, IssuerHead, (parts, pan) =>
            IssuerCertificate.Recover(s_ca, parts, pan, s_today).Ok), Share: 2),
        new("icc-certificate", Seeds(IccHead), input => Taken(input, IccHead, (parts, pan) =>
            IccCertificate.Recover(s_issuer, parts, pan, [], s_today).Ok), Share: 2),
    ];

    private static bool Taken(byte[] input, string head, Func<CertificateParts, string, bool> recover)
    {
        var pan = Number[..(input.Length > 0 ? Math.Min(input[0], Number.Length) : 0)];
        var body = input.Length > 0 ? input[1..] : [];
        var asItStands = recover(Split(body, Length), pan);
        var signed = Split(body, head.Length / 2);
        var data = Data(signed.Certificate.Span);
        var certificate = SignedBlock.Sign(s_scheme, data, [.. signed.Remainder.Span, .. signed.Exponent.Span]);
        return recover(signed with { Certificate = certificate }, pan) || asItStands;
    }

    private static byte[] Data(ReadOnlySpan<byte> head) => [.. head, .. Modulus(SignedLength - head.Length)];

    /// <summary>So many bytes of the certified key's, which are all the same.</summary>
    private static IEnumerable<byte> Modulus(int bytes) => Enumerable.Repeat((byte)0xC1, bytes);

    private static CertificateParts Split(byte[] input, int length)
    {
        var first = Math.Min(length, input.Length);
        var rest = input.AsMemory(first);
        var exponent = rest.IsEmpty ? 0 : Math.Min(rest.Span[0], rest.Length - 1);
        return rest.IsEmpty
            ? new CertificateParts(input.AsMemory(0, first), rest, rest)
            : new CertificateParts(input.AsMemory(0, first), rest[(1 + exponent)..], rest.Slice(1, exponent));
    }

    /// <summary>The head of what is signed, and a genuine certificate.</summary>
    private static byte[][] Seeds(string head)
    {
        var signed = Convert.FromHexString(head);
        var remainder = Modulus(KeyLength - (SignedLength - signed.Length)).ToArray();
        var genuine = SignedBlock.Sign(s_scheme, Data(signed), [.. remainder, 3]);
        return
        [
            [(byte)Number.Length, .. signed, 1, 3, .. remainder],
            [(byte)Number.Length, .. genuine, 1, 3, .. remainder],
        ];
    }
}
