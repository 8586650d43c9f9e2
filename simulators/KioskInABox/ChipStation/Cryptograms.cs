using System.Buffers.Binary;
using KioskSuite.Issuance.Crypto.OfflineData;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>A cryptogram with what goes beside it in an answer.</summary>
internal sealed record MadeCryptogram(byte Type, byte[] Counter, byte[] Value, byte[] IssuerData)
{
    public override string ToString() => $"cryptogram {Type:X2}";
}

/// <summary>Makes cryptograms of version 01 and dynamic signatures, and builds the answers that carry them.</summary>
internal sealed class Cryptograms(PaymentData data, PaymentMemory memory, PaymentFlaws flaws)
{
    private const byte FastVersion = 1;
    private const int CardNumberLength = 4;

    public MadeCryptogram Make(byte type, byte[] aip, byte[] input, byte[] results)
    {
        byte[] counter = memory.CounterBytes;
        byte[] whole = [.. input, .. aip, .. counter, .. results];
        var value = data.Keys.Suite.Cryptogram(data.Keys.Cryptogram, memory.Counter, whole);
        return new MadeCryptogram(type, counter, value, data.IssuerData.With(results));
    }

    /// <summary>Format 1.</summary>
    public CardAnswer Plain(MadeCryptogram made) => CardAnswer.With(BerTlv.Build(
        EmvTag.ResponseFormat1, [made.Type, .. made.Counter, .. Shown(made), .. made.IssuerData]));

    /// <summary>CDA: format 2, the cryptogram inside the signature.</summary>
    /// <param name="made">The cryptogram.</param>
    /// <param name="given">All that the terminal filled in, in order.</param>
    /// <param name="unpredictableNumber">The terminal's.</param>
    public CardAnswer Combined(MadeCryptogram made, byte[] given, byte[] unpredictableNumber)
    {
        var cid = BerTlv.Build(EmvTag.Cid, [made.Type]);
        var counter = BerTlv.Build(EmvTag.Atc, made.Counter);
        var issuerData = BerTlv.Build(EmvTag.IssuerApplicationData, made.IssuerData);
        if (flaws.NoCombinedSignature)
        {
            return CardAnswer.With(BerTlv.Build(
                EmvTag.ResponseFormat2, cid, counter, BerTlv.Build(EmvTag.Cryptogram, Shown(made)), issuerData));
        }

        var answer = new CombinedAnswer(Number(), made.Type, Shown(made));
        byte[] transaction = [.. given, .. cid, .. counter, .. issuerData];
        var signature = data.Signer!.Combined(answer, Signed(transaction), unpredictableNumber);
        return CardAnswer.With(BerTlv.Build(
            EmvTag.ResponseFormat2, cid, counter, BerTlv.Build(EmvObject.SignedDynamicData, signature), issuerData));
    }

    /// <summary>Answer to INTERNAL AUTHENTICATE, format 1.</summary>
    public CardAnswer Dynamic(byte[] terminalData) => CardAnswer.With(BerTlv.Build(
        EmvTag.ResponseFormat1, data.Signer!.Dynamic(Number(), Signed(terminalData))));

    /// <summary>
    /// Answer to GET PROCESSING OPTIONS of qPBOC: the personalised objects, counter, cryptogram, issuer data and, for
    /// fDDA, the signature over the terminal's number (version 00) or also amount, currency and tag 9F69 (version 01).
    /// </summary>
    public CardAnswer Contactless(MadeCryptogram made, byte[] options, FilledList? forSignature, bool version1)
    {
        List<byte[]> parts =
        [
            options, BerTlv.Build(EmvTag.Atc, made.Counter), BerTlv.Build(EmvTag.Cryptogram, Shown(made)),
            BerTlv.Build(EmvTag.IssuerApplicationData, made.IssuerData), BerTlv.Build(EmvTag.Cid, [made.Type]),
        ];
        if (forSignature is { } pdol)
        {
            var number = pdol.Field(EmvTag.UnpredictableNumber);
            byte[] own = [FastVersion, .. Number()[..CardNumberLength], .. Qualifiers(options)];
            byte[] signed = version1
                ? [.. number, .. pdol.Field(EmvTag.Amount), .. pdol.Field(EmvTag.Currency), .. own]
                : number;
            parts.Add(BerTlv.Build(
                EmvObject.SignedDynamicData, data.Signer!.Dynamic(made.Counter, Signed(signed))));
            parts.AddRange(version1 ? [BerTlv.Build(EmvObject.AuthenticationData, own)] : []);
        }

        return CardAnswer.With(BerTlv.Build(EmvTag.ResponseFormat2, [.. parts]));
    }

    private static byte[] Qualifiers(byte[] options) =>
        BerTlv.Parse(options).Value.FindPath(EmvObject.CardQualifiers)?.Value.ToArray() ?? [];

    /// <summary>A number that no terminal foresees and no answer repeats.</summary>
    private byte[] Number()
    {
        var counted = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(counted, ++memory.Signatures);
        return data.Keys.Suite.Cryptogram(data.Keys.Encryption, memory.Counter, counted);
    }

    private byte[] Shown(MadeCryptogram made) =>
        flaws.WrongCryptogram ? [.. made.Value[..^1], (byte)~made.Value[^1]] : made.Value;

    private byte[] Signed(byte[] right) => flaws.WrongSignature ? [.. right[..^1], (byte)~right[^1]] : right;
}
