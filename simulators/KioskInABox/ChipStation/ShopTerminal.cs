using System.Collections.ObjectModel;
using KioskSuite.Devices;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>What a card told a shop's terminal.</summary>
/// <param name="Arqc">8 bytes.</param>
/// <param name="Atc">Transaction counter.</param>
/// <param name="Iad">Issuer application data.</param>
/// <param name="Aip">2 bytes.</param>
public sealed record ShopAnswer(byte[] Arqc, ushort Atc, byte[] Iad, byte[] Aip)
{
    public override string ToString() => $"answer {Atc}";
}

/// <summary>The few commands with which a terminal in a shop gets an ARQC from a card.</summary>
internal static class ShopTerminal
{
    public static ShopAnswer AskArqc(
        Func<byte[], CardAnswer> card, byte[] aid, byte[] cdol1Data)
    {
        var options = Begin(card, aid);
        var answer = BerTlv.Parse(Ask(
            card, [Ins.Proprietary, Ins.GenerateAc, Ins.Arqc, 0, (byte)cdol1Data.Length, .. cdol1Data, 0])).Value;
        var value = answer.FindPath(EmvTag.ResponseFormat1)!.Value.ToArray();
        return new ShopAnswer(
            value[3..11], (ushort)((value[1] << 8) | value[2]), value[11..], Found(options, EmvTag.Aip));
    }

    /// <summary>Reads the records that the locator names; the PAN sequence number is in one of them.</summary>
    /// <returns>2 digits.</returns>
    public static string ReadSequence(Func<byte[], CardAnswer> card, byte[] aid)
    {
        var records = FileLocator.Parse(Found(Begin(card, aid), EmvTag.Afl)).Value
            .Select(at => BerTlv.Parse(Ask(card, [0, Ins.ReadRecord, (byte)at.Number, Reference(at.Sfi), 0])).Value);
        return Convert.ToHexString(records
            .Select(record => record.FindPath(EmvTag.Record, EmvTag.PanSequence)).OfType<BerTlv>()
            .First().Value.Span);
    }

    /// <summary>
    /// Selects directory and application, fills the PDOL: the ARQC comes with the processing options.
    /// </summary>
    public static ShopAnswer TapArqc(
        Func<byte[], CardAnswer> card, byte[] aid, byte[] terminalData)
    {
        Select(card, [.. "2PAY.SYS.DDF01"u8]);
        var pdol = DataObjectList.Parse(Pdol(Select(card, aid))!.Value).Value;
        byte[] filled = DataObjectList.Fill(pdol, tag => (Value(tag, terminalData), false));
        var template = BerTlv.Build(EmvTag.CommandTemplate, filled);
        var answer = BerTlv.Parse(Ask(
            card, [Ins.Proprietary, Ins.GetProcessingOptions, 0, 0, (byte)template.Length, .. template, 0])).Value;
        var counter = Found(answer, EmvTag.Atc);
        return new ShopAnswer(
            Found(answer, EmvTag.Cryptogram),
            (ushort)((counter[0] << 8) | counter[1]),
            Found(answer, EmvTag.IssuerApplicationData),
            Found(answer, EmvTag.Aip));
    }

    /// <returns>The answer to GET PROCESSING OPTIONS, with zeros in the PDOL.</returns>
    private static ReadOnlyCollection<BerTlv> Begin(Func<byte[], CardAnswer> card, byte[] aid)
    {
        var pdol = Pdol(Select(card, aid));
        var filled = pdol is null ? 0 : DataObjectList.Parse(pdol.Value).Value.Sum(entry => entry.Length);
        var template = BerTlv.Build(EmvTag.CommandTemplate, new byte[filled]);
        return BerTlv.Parse(Ask(
            card, [Ins.Proprietary, Ins.GetProcessingOptions, 0, 0, (byte)template.Length, .. template, 0])).Value;
    }

    private static byte Reference(int sfi) => (byte)((sfi << 3) | Ins.RecordBySfi);

    private static byte[] Found(IEnumerable<BerTlv> answer, uint tag) =>
        answer.FindPath(EmvTag.ResponseFormat2, tag)!.Value.ToArray();

    /// <summary>The data by their places in the list that every CDOL1 begins with.</summary>
    private static byte[] Value(uint tag, byte[] data) => tag switch
    {
        EmvTag.TerminalQualifiers => Ttq.Shop,
        EmvTag.Amount => data[..6],
        EmvTag.AmountOther => data[6..12],
        EmvTag.TerminalCountry => data[12..14],
        EmvTag.Tvr => data[14..19],
        EmvTag.Currency => data[19..21],
        EmvTag.Date => data[21..24],
        EmvTag.TransactionType => data[24..25],
        EmvTag.UnpredictableNumber => data[25..29],
        _ => [],
    };

    private static byte[] Select(Func<byte[], CardAnswer> card, byte[] name) =>
        Ask(card, [0, Ins.Select, Ins.SelectByName, 0, (byte)name.Length, .. name, 0]);

    private static BerTlv? Pdol(byte[] fci) =>
        BerTlv.Parse(fci).Value.FindPath(EmvTag.Fci, EmvTag.FciProprietary, EmvTag.Pdol);

    private static byte[] Ask(Func<byte[], CardAnswer> card, byte[] command)
    {
        var answer = card(command);
        InvariantException.Require(
            answer.StatusWord == Sw.Success, $"a shop cannot use this card: {answer.StatusWord:X4}");
        return answer.Data;
    }
}
