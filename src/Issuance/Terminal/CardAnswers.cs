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
/// <param name="Cid">Cryptogram information data.</param>
/// <param name="Atc">Counter.</param>
/// <param name="Cryptogram">8 bytes; empty when a combined signature holds it.</param>
/// <param name="Iad">Up to 32 bytes.</param>
/// <param name="Signature">9F4B; empty without CDA.</param>
/// <param name="Signed">The answer's objects but the signature, as they came: what CDA covers of it.</param>
internal sealed record CryptogramAnswer(
    byte Cid, ushort Atc, byte[] Cryptogram, byte[] Iad, byte[] Signature, byte[] Signed)
{
    private const int FlatHead = 11;
    private const int MaxIad = 32;
    private const int CryptogramLength = 8;

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
                answer.Value[..1], answer.Value[1..3], answer.Value[3..FlatHead], answer.Value[FlatHead..], null),
            EmvTag.ResponseFormat2 => Check(
                Value(answer, EmvTag.Cid),
                Value(answer, EmvTag.Atc),
                Value(answer, EmvTag.Cryptogram),
                Value(answer, EmvTag.IssuerApplicationData),
                answer),
            _ => DeviceFault.Garbage,
        };
    }

    public override string ToString() => $"answer to GENERATE AC, CID {Cid:X2}";

    private static ReadOnlyMemory<byte> Value(BerTlv answer, uint tag) => answer.Find(tag)?.Value ?? default;

    private static Outcome<CryptogramAnswer> Check(
        ReadOnlyMemory<byte> cid,
        ReadOnlyMemory<byte> atc,
        ReadOnlyMemory<byte> ac,
        ReadOnlyMemory<byte> iad,
        BerTlv? answer)
    {
        byte[] signature = answer is null ? [] : Value(answer, EmvTag.SignedDynamicData).ToArray();
        var complete = ac.Length == CryptogramLength || (ac.IsEmpty && signature.Length > 0);
        if (cid.Length != 1 || atc.Length != 2 || !complete || iad.Length > MaxIad)
        {
            return DeviceFault.Garbage;
        }

        var objects = (answer?.Children ?? []).Where(o => o.Tag != EmvTag.SignedDynamicData);
        return new CryptogramAnswer(
            cid.Span[0],
            BinaryPrimitives.ReadUInt16BigEndian(atc.Span),
            ac.ToArray(),
            iad.ToArray(),
            signature,
            [.. objects.SelectMany(o => o.Build())]);
    }
}
