using KioskSuite.Devices;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>The few commands with which a terminal in a shop gets an ARQC from a card.</summary>
internal static class ShopTerminal
{
    public static (byte[] Arqc, ushort Atc, byte[] Iad) AskArqc(
        Func<byte[], CardAnswer> card, byte[] aid, byte[] cdol1Data)
    {
        var fci = Ask(card, [0, Ins.Select, Ins.SelectByName, 0, (byte)aid.Length, .. aid, 0]);
        var pdol = BerTlv.Parse(fci).Value.FindPath(EmvTag.Fci, EmvTag.FciProprietary, EmvTag.Pdol);
        var filled = pdol is null ? 0 : DataObjectList.Parse(pdol.Value).Value.Sum(entry => entry.Length);
        var template = BerTlv.Build(EmvTag.CommandTemplate, new byte[filled]);
        Ask(card, [Ins.Proprietary, Ins.GetProcessingOptions, 0, 0, (byte)template.Length, .. template, 0]);
        var answer = BerTlv.Parse(Ask(
            card, [Ins.Proprietary, Ins.GenerateAc, Ins.Arqc, 0, (byte)cdol1Data.Length, .. cdol1Data, 0])).Value;
        var value = answer.FindPath(EmvTag.ResponseFormat1)!.Value.ToArray();
        return (value[3..11], (ushort)((value[1] << 8) | value[2]), value[11..]);
    }

    private static byte[] Ask(Func<byte[], CardAnswer> card, byte[] command)
    {
        var answer = card(command);
        InvariantException.Require(
            answer.StatusWord == Sw.Success, $"a shop cannot use this card: {answer.StatusWord:X4}");
        return answer.Data;
    }
}
