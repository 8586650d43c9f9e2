using System.Text;
using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>A card issued in the past, from plain data.</summary>
/// <param name="UdkAc">Card key for application cryptograms, 16 bytes.</param>
/// <param name="Track2">Tag 57 as on the chip, up to 19 bytes.</param>
/// <param name="PanSequence">PAN sequence number, one BCD byte.</param>
/// <param name="Aip">2 bytes.</param>
/// <param name="Afl">Groups of 4 bytes.</param>
/// <param name="Cdol1">List for the first GENERATE AC.</param>
/// <param name="Pdol">List for GET PROCESSING OPTIONS; may be empty.</param>
/// <param name="Records">
/// Further records (template 70) by SFI in the high byte and number in the low, or other groupings of the application,
/// clear; they replace what is made of the rest.
/// </param>
public sealed record IssuedCard(
    byte[] UdkAc,
    byte[] Track2,
    byte PanSequence,
    byte[] Aip,
    byte[] Afl,
    byte[] Cdol1,
    byte[] Pdol,
    IReadOnlyDictionary<ushort, byte[]> Records)
{
    private const int OtherKeys = 2;

    /// <summary>Some card of nobody: what a blank holds that was used before.</summary>
    public static IssuedCard Nobodys { get; } = new(
        Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210"),
        Convert.FromHexString("6212260001000123D36112200000000001"),
        PanSequence: 1,
        Aip: Convert.FromHexString("1C00"),
        Afl: Convert.FromHexString("08010100"),
        Cdol1: Convert.FromHexString("9F02069F03069F1A0295055F2A029A039C019F3704"),
        Pdol: [],
        Records: new Dictionary<ushort, byte[]>());

    public override string ToString() => "issued card";

    /// <summary>Fills the instances as a personaliser once did. Data that does not fit is a bug of the seed.</summary>
    internal void StoreIn(Applet pse, Applet ppse, Applet debit)
    {
        var entry = BerTlv.Build(
            EmvTag.DirectoryEntry,
            BerTlv.Build(EmvTag.Aid, debit.Aid),
            BerTlv.Build(EmvTag.Label, Encoding.ASCII.GetBytes("PBOC DEBIT")),
            BerTlv.Build(EmvTag.Priority, [1]));
        Store(pse, DgiTag.Record(1, 1), BerTlv.Build(EmvTag.Record, entry));
        Store(pse, DgiTag.SelectContact, Proprietary(BerTlv.Build(EmvTag.DirectorySfi, [1])));
        Finish(pse);
        Store(ppse, DgiTag.SelectContact, Proprietary(BerTlv.Build(EmvTag.FciIssuerDiscretionary, entry)));
        Store(ppse, DgiTag.SelectContactless, Proprietary(BerTlv.Build(EmvTag.FciIssuerDiscretionary, entry)));
        Finish(ppse);
        StoreDebit(debit);
        Finish(debit);
    }

    private static byte[] Proprietary(params byte[][] parts) => BerTlv.Build(EmvTag.FciProprietary, parts);

    private static void Store(Applet applet, ushort tag, byte[] value) =>
        InvariantException.Require(
            applet.Store(tag, value, GroupShape.IsSecret(tag)) == Sw.Success, $"group {tag:X4} does not fit");

    private static void Finish(Applet applet) =>
        InvariantException.Require(applet.Finish() == Sw.Success, "the issued card's data are not complete");

    private void StoreDebit(Applet debit)
    {
        byte[][] keys = [UdkAc, .. Enumerable.Repeat(UdkAc, OtherKeys)];
        Store(debit, DgiTag.Record(1, 1), BerTlv.Build(
            EmvTag.Record,
            BerTlv.Build(EmvTag.Track2, Track2),
            BerTlv.Build(EmvTag.PanSequence, [PanSequence]),
            BerTlv.Build(EmvTag.Cdol1, Cdol1)));
        Store(debit, DgiTag.Keys, [.. keys.SelectMany(key => key)]);
        Store(debit, DgiTag.KeyCheckValues, [.. keys.SelectMany(key => KeyCheckValue.TripleDes(key))]);
        Store(debit, DgiTag.ProcessingOptions, [.. BerTlv.Build(EmvTag.Aip, Aip), .. BerTlv.Build(EmvTag.Afl, Afl)]);
        Store(debit, DgiTag.SelectContact, Proprietary(
            BerTlv.Build(EmvTag.Label, Encoding.ASCII.GetBytes("PBOC DEBIT")), BerTlv.Build(EmvTag.Pdol, Pdol)));
        foreach (var (tag, record) in Records)
        {
            Store(debit, tag, record);
        }
    }
}
