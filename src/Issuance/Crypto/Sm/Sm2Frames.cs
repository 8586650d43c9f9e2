using System.Formats.Asn1;
using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto.Sm;

/// <summary>SM2 values as cards write them, and as OpenSSL does (GM/T 0009: DER sequences).</summary>
internal static class Sm2Frames
{
    public const int MaxClear = 1024;
    public const int MaxDer = 1280;

    private const int Coordinate = 32;
    private const int PointLength = 1 + 2 * Coordinate;
    private const int HeadLength = PointLength + Sm3.Length;

    /// <summary>r and s of 32 bytes each as a sequence of two integers.</summary>
    public static byte[] SignatureToDer(ReadOnlySpan<byte> signature)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(Trim(signature[..Coordinate]));
            writer.WriteIntegerUnsigned(Trim(signature[Coordinate..]));
        }

        return writer.Encode();
    }

    public static byte[] SignatureFromDer(ReadOnlyMemory<byte> der)
    {
        var sequence = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        var signature = new byte[2 * Coordinate];
        PutNumber(sequence, signature.AsSpan(0, Coordinate));
        PutNumber(sequence, signature.AsSpan(Coordinate));
        return signature;
    }

    /// <summary>04 X Y, C3, C2 as a sequence; null when too short, too long, or compressed.</summary>
    public static byte[]? CipherToDer(ReadOnlySpan<byte> cipher)
    {
        if (cipher.Length is <= HeadLength or > HeadLength + MaxClear || cipher[0] != Sm2PublicKey.Uncompressed)
        {
            return null;
        }

        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(Trim(cipher[1..(Coordinate + 1)]));
            writer.WriteIntegerUnsigned(Trim(cipher[(Coordinate + 1)..PointLength]));
            writer.WriteOctetString(cipher[PointLength..HeadLength]);
            writer.WriteOctetString(cipher[HeadLength..]);
        }

        return writer.Encode();
    }

    public static byte[] CipherFromDer(ReadOnlyMemory<byte> der)
    {
        var sequence = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        var head = new byte[PointLength];
        head[0] = Sm2PublicKey.Uncompressed;
        PutNumber(sequence, head.AsSpan(1, Coordinate));
        PutNumber(sequence, head.AsSpan(1 + Coordinate));
        return [.. head, .. sequence.ReadOctetString(), .. sequence.ReadOctetString()];
    }

    private static void PutNumber(AsnReader sequence, Span<byte> field)
    {
        var number = sequence.ReadIntegerBytes().Span.TrimStart((byte)0);
        InvariantException.Require(number.Length <= field.Length, "an SM2 number has 32 bytes");
        number.CopyTo(field[^number.Length..]);
    }

    /// <summary>DER takes no leading zeros, and one for zero itself.</summary>
    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> number)
    {
        var trimmed = number.TrimStart((byte)0);
        return trimmed.IsEmpty ? number[^1..] : trimmed;
    }
}
