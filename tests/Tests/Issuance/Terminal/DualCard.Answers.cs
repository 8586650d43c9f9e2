using System.Text;
using KioskSuite.Devices;
using KioskSuite.Issuance.Apdus;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Crypto.OfflineData;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Tests.Issuance.Terminal;

/// <summary>What the card answers.</summary>
internal sealed partial class DualCard
{
    public Outcome<ResponseApdu> Reply(byte[] bytes, bool quick)
    {
        var command = CommandApdu.Parse(bytes).Value;
        if (Instead(command) is { } other)
        {
            return ResponseApdu.Parse(other);
        }

        var data = command.Data.ToArray();
        return command.Ins switch
        {
            0xA4 => Select(Encoding.ASCII.GetString(data), data, quick),
            0xCA => Ok(BerTlv.Build(EmvTag.Atc, [(byte)(Atc >> 8), (byte)Atc])),
            0xB2 => Read(command.P2 >> 3, command.P1),
            0xA8 => quick ? Pay(data[2..]) : Start(data[2..]),
            0x88 => Ok(BerTlv.Build(EmvTag.ResponseFormat2, BerTlv.Build(
                EmvTag.SignedDynamicData, DynamicSignature.Sign(Key, [1, 2, 3, 4], data)))),
            0xAE => Generate(command.P1, data),
            0x82 => Authenticate(data),
            _ => ScriptedChip.Hex("6D00"),
        };
    }

    private static Outcome<ResponseApdu> Ok(byte[] data) => new ResponseApdu(data, 0x9000);

    private Outcome<ResponseApdu> Select(string name, byte[] df, bool quick)
    {
        Selected = name;
        var template = name switch
        {
            "1PAY.SYS.DDF01" => PseTemplate,
            "2PAY.SYS.DDF01" => Convert.ToHexString(BerTlv.Build(
                EmvTag.FciIssuerDiscretionary, BerTlv.Build(EmvTag.DirectoryEntry, Convert.FromHexString(QuickEntry)))),
            _ => quick ? QuickFci : Fci,
        };
        return Ok(BerTlv.Build(
            EmvTag.Fci,
            BerTlv.Build(EmvTag.DfName, df),
            BerTlv.Build(EmvTag.FciProprietary, Convert.FromHexString(template))));
    }

    private Outcome<ResponseApdu> Read(int sfi, int number)
    {
        if (Selected.StartsWith('1'))
        {
            var entry = BerTlv.Build(EmvTag.DirectoryEntry, Convert.FromHexString(Entry));
            return number == 1 ? Ok(BerTlv.Build(EmvTag.Record, entry)) : ScriptedChip.Hex("6A83");
        }

        return (sfi, Log.Length) is (11, > 0) ? Ok(Convert.FromHexString(Log))
            : Records.TryGetValue(DgiTag.Record(sfi, number), out var record) ? Ok(record)
            : ScriptedChip.Hex("6A83");
    }

    private Outcome<ResponseApdu> Start(byte[] pdolData)
    {
        PdolData = pdolData;
        return Ok(BerTlv.Build(
            EmvTag.ResponseFormat2, BerTlv.Build(EmvTag.Aip, Aip), BerTlv.Build(EmvTag.Afl, Afl)));
    }

    private Outcome<ResponseApdu> Pay(byte[] pdolData)
    {
        Atc++;
        pdolData = pdolData.Length < 33 ? new byte[33] : pdolData;
        if (!Quick)
        {
            return Start(pdolData);
        }

        var (amount, number) = (pdolData[4..10], pdolData[^4..]);
        var bound = Objects.GetValueOrDefault(EmvTag.CardAuthenticationData, []);
        byte[] signed = bound.Length == 0 ? number : [.. number, .. amount, 0x01, 0x56, .. bound];
        var answer = new Dictionary<uint, byte[]>(Objects.Where(o => o.Key is EmvTag.Track2 or EmvTag.PanSequence
            or EmvTag.CardQualifiers or EmvTag.CardAuthenticationData))
        {
            [EmvTag.Aip] = Aip,
            [EmvTag.Afl] = QuickAfl,
            [EmvTag.Atc] = [(byte)(Atc >> 8), (byte)Atc],
            [EmvTag.Cryptogram] = Cryptogram(pdolData.AsSpan(4)),
            [EmvTag.IssuerApplicationData] = Convert.FromHexString(Iad),
            [EmvTag.SignedDynamicData] = DynamicSignature.Sign(Key, [1, 2, 3, 4], signed),
        };
        Trim(answer);
        return Ok(BerTlv.Build(
            EmvTag.ResponseFormat2, [.. answer.Select(o => BerTlv.Build(o.Key, o.Value))]));
    }

    private byte[] Cryptogram(ReadOnlySpan<byte> covered) => ApplicationCryptogram.Compute(
        Udk, covered, Aip, Atc, Convert.FromHexString(Iad).AsSpan(3, 4));

    private Outcome<ResponseApdu> Generate(byte type, byte[] data)
    {
        var first = (type & 0xC0) == 0x80;
        Atc += (ushort)(first ? 1 : 0);
        LastCryptogram = Cryptogram(data.Length < 31 ? new byte[29] : data.AsSpan(first ? 0 : 2));
        byte[] head =
        [
            .. BerTlv.Build(EmvTag.Cid, [(byte)(type & 0xC0)]),
            .. BerTlv.Build(EmvTag.Atc, [(byte)(Atc >> 8), (byte)Atc]),
        ];
        var tail = BerTlv.Build(EmvTag.IssuerApplicationData, Convert.FromHexString(Iad));
        var answer = new CombinedAnswer(new byte[] { 1, 2, 3, 4 }, (byte)(type & 0xC0), LastCryptogram);
        var body = (type & 0x10) != 0
            ? BerTlv.Build(EmvTag.SignedDynamicData, CombinedSignature.Sign(
                Key, answer, [.. PdolData, .. data, .. head, .. tail], [0x11, 0x22, 0x33, 0x44]))
            : BerTlv.Build(EmvTag.Cryptogram, LastCryptogram);
        return Ok(BerTlv.Build(EmvTag.ResponseFormat2, head, body, tail));
    }

    private Outcome<ResponseApdu> Authenticate(byte[] data) => ScriptedChip.Hex(
        ApplicationCryptogram.Arpc(Udk, Atc, LastCryptogram, data.AsSpan(8)).AsSpan().SequenceEqual(data.AsSpan(0, 8))
            ? "9000"
            : "6300");
}
