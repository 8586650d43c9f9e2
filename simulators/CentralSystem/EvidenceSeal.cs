using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace KioskSuite.CentralSystem;

/// <summary>What an opened file says it is about, and what it holds.</summary>
internal sealed record OpenedEvidence(string Kiosk, ulong Case, string Kind, string Name, byte[] Content)
{
    public override string ToString() => $"{Kind} evidence of case {Case}, {Content.Length} bytes";
}

/// <summary>
/// Opens what a kiosk sealed, by central's private key. Written from the layout in this folder's README, apart from
/// the kiosk's side, so that the two check each other.
/// </summary>
internal sealed class EvidenceSeal(ECDiffieHellman key)
{
    private const int KeyIdAt = 6;
    private const int PointAt = 14;
    private const int NonceAt = 79;
    private const int LabelLengthAt = 91;
    private const int LabelAt = 93;
    private const int LengthBytes = 4;
    private const int TagBytes = 16;
    private const int PointBytes = 65;
    private const int HeadOfSpki = 26;
    private const int LongestLabel = 256;

    private static ReadOnlySpan<byte> Start => [(byte)'K', (byte)'S', (byte)'E', (byte)'1', 1, 1];

    /// <returns>Null for a file that is not whole, was changed, or was sealed to another key.</returns>
    public OpenedEvidence? Open(ReadOnlySpan<byte> file)
    {
        var spki = key.ExportSubjectPublicKeyInfo();
        if (file.Length < LabelAt || !file.StartsWith(Start)
            || !SHA256.HashData(spki).AsSpan(0, PointAt - KeyIdAt).SequenceEqual(file[KeyIdAt..PointAt]))
            return null;
        var label = BinaryPrimitives.ReadUInt16BigEndian(file[LabelLengthAt..]);
        var body = LabelAt + label + LengthBytes;
        if (label > LongestLabel || file.Length < body + TagBytes
            || BinaryPrimitives.ReadUInt32BigEndian(file[(body - LengthBytes)..]) != file.Length - body - TagBytes)
            return null;
        var content = new byte[file.Length - body - TagBytes];
        return Decrypt(spki, file, body, content)
            ? Of(Encoding.ASCII.GetString(file.Slice(LabelAt, label)), content)
            : null;
    }

    private static OpenedEvidence? Of(string label, byte[] content) =>
        label.Split('|') is [var kiosk, var number, var kind, var name]
        && ulong.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var @case)
            ? new OpenedEvidence(kiosk, @case, kind, name, content)
            : null;

    private bool Decrypt(byte[] spki, ReadOnlySpan<byte> file, int body, byte[] content)
    {
        try
        {
            var point = file.Slice(PointAt, PointBytes);
            using var sender = ECDiffieHellman.Create();
            sender.ImportSubjectPublicKeyInfo([.. spki.AsSpan(0, HeadOfSpki), .. point], out _);
            using var gcm = new AesGcm(KeyFrom(sender, point, spki.AsSpan(HeadOfSpki)), TagBytes);
            gcm.Decrypt(
                file[NonceAt..LabelLengthAt], file[body..^TagBytes], file[^TagBytes..], content,
                file[..(body - LengthBytes)]);
            return true;
        }
        catch (CryptographicException)
        {
            // A point off the curve, or a tag that does not fit: not opened, whatever the reason.
            return false;
        }
    }

    private byte[] KeyFrom(ECDiffieHellman sender, ReadOnlySpan<byte> point, ReadOnlySpan<byte> own) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256,
        key.DeriveRawSecretAgreement(sender.PublicKey),
        32,
        salt: [.. point, .. own],
        info: "KioskSuite evidence 1"u8.ToArray());
}
