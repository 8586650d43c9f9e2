using System.Buffers.Binary;
using KioskSuite.Devices;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Issuance.Terminal;

/// <summary>Answer to GET PROCESSING OPTIONS (EMV Book 3 §6.5.8), either format.</summary>
internal sealed record ProcessingOptions(byte[] Aip, byte[] Afl)
{
    public static Outcome<ProcessingOptions> Parse(ReadOnlyMemory<byte> data)
    {
        var parsed = BerTlv.Parse(data);
        if (!parsed.Ok || parsed.Value.Count != 1)
        {
            return DeviceFault.Garbage;
        }

        var answer = parsed.Value[0];
        var flat = answer.Tag == EmvTag.ResponseFormat1;
        var (aip, afl) = flat && answer.Value.Length > 2
            ? (answer.Value[..2], answer.Value[2..])
            : (answer.Find(EmvTag.Aip)?.Value ?? default, answer.Find(EmvTag.Afl)?.Value ?? default);
        var known = flat || answer.Tag == EmvTag.ResponseFormat2;
        return known && aip.Length == 2 && afl.Length is > 0 and <= 252 && afl.Length % 4 == 0
            ? new ProcessingOptions(aip.ToArray(), afl.ToArray())
            : DeviceFault.Garbage;
    }
}

/// <summary>Answer to GENERATE AC (EMV Book 3 §6.5.5), either format.</summary>
internal sealed record CryptogramAnswer(byte Cid, ushort Atc, byte[] Cryptogram, byte[] Iad)
{
    private const int FlatHead = 11;
    private const int MaxIad = 32;

    public static Outcome<CryptogramAnswer> Parse(ReadOnlyMemory<byte> data)
    {
        var parsed = BerTlv.Parse(data);
        if (!parsed.Ok || parsed.Value.Count != 1)
        {
            return DeviceFault.Garbage;
        }

        var answer = parsed.Value[0];
        return answer.Tag switch
        {
            EmvTag.ResponseFormat1 when answer.Value.Length >= FlatHead => Check(
                answer.Value[..1], answer.Value[1..3], answer.Value[3..FlatHead], answer.Value[FlatHead..]),
            EmvTag.ResponseFormat2 => Check(
                answer.Find(EmvTag.Cid)?.Value ?? default,
                answer.Find(EmvTag.Atc)?.Value ?? default,
                answer.Find(EmvTag.Cryptogram)?.Value ?? default,
                answer.Find(EmvTag.IssuerApplicationData)?.Value ?? default),
            _ => DeviceFault.Garbage,
        };
    }

    private static Outcome<CryptogramAnswer> Check(
        ReadOnlyMemory<byte> cid, ReadOnlyMemory<byte> atc, ReadOnlyMemory<byte> ac, ReadOnlyMemory<byte> iad) =>
        cid.Length == 1 && atc.Length == 2 && ac.Length == 8 && iad.Length <= MaxIad
            ? new CryptogramAnswer(
                cid.Span[0], BinaryPrimitives.ReadUInt16BigEndian(atc.Span), ac.ToArray(), iad.ToArray())
            : DeviceFault.Garbage;
}
