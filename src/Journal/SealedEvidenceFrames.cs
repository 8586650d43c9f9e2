using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace KioskSuite.Journal;

/// <summary>What a sealed file is about; bound to its content, readable without the key.</summary>
/// <param name="Kind">1 to 16 lower-case letters and hyphens.</param>
public sealed record EvidenceLabel(string Kiosk, ulong Case, string Kind, string Name)
{
    private const int Fields = 4;

    /// <summary><c>kiosk|case|kind|name</c>, 1 to 256 bytes of ASCII.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kiosk}|{Case}|{Kind}|{Name}");

    public static EvidenceLabel? Parse(string text) =>
        text.Split('|') is { Length: Fields } f
        && ulong.TryParse(f[1], NumberStyles.None, CultureInfo.InvariantCulture, out var @case)
            ? new EvidenceLabel(f[0], @case, f[2], f[3])
            : null;
}

/// <summary>
/// Evidence sealed to central's public key. Layout, big-endian: <c>KSE1</c>, version 1, suite 1, key id (8), ephemeral
/// public key (65, uncompressed point), nonce (12), length of the label (2), label, length of the ciphertext (4),
/// ciphertext, tag (16). Everything before the ciphertext's length is authenticated with it.
/// </summary>
/// <remarks>
/// Suite 1: the shared X coordinate of ECDH on P-256; HKDF-SHA-256 over it with the ephemeral point, then central's,
/// as salt and <c>KioskSuite evidence 1</c> as info, 32 bytes; AES-256-GCM. Key id: first 8 bytes of SHA-256 over
/// central's SubjectPublicKeyInfo.
/// </remarks>
public sealed record SealedEvidence(
    byte[] KeyId, byte[] EphemeralPoint, byte[] Nonce, EvidenceLabel Label, byte[] Ciphertext, byte[] Tag)
{
    public const int KeyIdLength = 8;
    public const int PointLength = 65;
    public const int NonceLength = 12;
    public const int TagLength = 16;
    public const int LongestLabel = 256;
    public const int LargestContent = 256 * 1024;

    private const byte Version = 1;
    private const byte Suite = 1;
    private const byte Uncompressed = 0x04;
    private const int LabelAt = 4 + 2 + KeyIdLength + PointLength + NonceLength;

    private static ReadOnlySpan<byte> Magic => "KSE1"u8;

    /// <summary>What is authenticated beside the content: all that stands before the ciphertext's length.</summary>
    public byte[] BuildHead()
    {
        var label = Encoding.ASCII.GetBytes(Label.ToString());
        byte[] length = [(byte)(label.Length >> 8), (byte)label.Length];
        return [.. Magic, Version, Suite, .. KeyId, .. EphemeralPoint, .. Nonce, .. length, .. label];
    }

    public byte[] Build()
    {
        var length = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)Ciphertext.Length);
        return [.. BuildHead(), .. length, .. Ciphertext, .. Tag];
    }

    /// <returns>Null for anything but one whole file of this layout, which may still not open.</returns>
    public static SealedEvidence? Parse(ReadOnlySpan<byte> file)
    {
        if (file.Length < LabelAt + 2 || !file.StartsWith(Magic) || file[4] != Version || file[5] != Suite)
        {
            return null;
        }

        var labelEnd = LabelAt + 2 + BinaryPrimitives.ReadUInt16BigEndian(file[LabelAt..]);
        if (labelEnd > LabelAt + 2 + LongestLabel || file.Length < labelEnd + sizeof(uint) + TagLength)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(file[labelEnd..]);
        var label = EvidenceLabel.Parse(Encoding.ASCII.GetString(file[(LabelAt + 2)..labelEnd]));
        var rest = file[(labelEnd + sizeof(uint))..];
        if (label is null || length > LargestContent || rest.Length != (int)length + TagLength)
        {
            return null;
        }

        var point = file.Slice(6 + KeyIdLength, PointLength);
        return point[0] == Uncompressed
            ? new SealedEvidence(
                file.Slice(6, KeyIdLength).ToArray(), point.ToArray(),
                file.Slice(LabelAt - NonceLength, NonceLength).ToArray(), label,
                rest[..^TagLength].ToArray(), rest[^TagLength..].ToArray())
            : null;
    }

    public override string ToString() => $"sealed evidence, {Ciphertext.Length} bytes";
}
