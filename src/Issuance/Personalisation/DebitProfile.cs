using System.Security.Cryptography;
using KioskSuite.Issuance.Apdus;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Products;
using KioskSuite.Issuance.Terminal;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Issuance.Personalisation;

/// <summary>
/// The first debit product: PSE, PPSE and application, each personalised through the security domain's one channel.
/// </summary>
/// <remarks>
/// How groupings become commands says <see cref="Channel.AppletScript"/>.
/// PSE: 0101 (directory record 70), 9102. PPSE: 9103, 9102. Application: 0101, 0201, 0202, 0301 (records 70), 8000
/// (encrypted: UDK AC, MAC, ENC), 9000 (their KCVs), 9104 (82 and 94), 9102.
/// 9102 and 9103 hold the A5 template with its tag; the card answers SELECT with 6F { 84 name, that }. 9104 holds
/// objects 82 and 94; the card answers GET PROCESSING OPTIONS with 77 { those }.
/// </remarks>
public static class DebitProfile
{
    private const byte FirstDirectoryFile = 1;

    /// <summary>
    /// The three applets with their groupings, in the order in which they are written; dispose zeroes keys.
    /// </summary>
    public static PreparedCard Prepare(DebitApplication application) => new(
    [
        new(EmvFrames.Pse, [
            new(DgiTag.Record(1, 1), BerTlv.Build(EmvTag.Record, DebitRecords.DirectoryEntry())),
            new(DgiTag.SelectContact, PseTemplate())]),
        new(EmvFrames.Ppse, [
            new(DgiTag.SelectContactless, PpseTemplate()),
            new(DgiTag.SelectContact, PpseTemplate())]),
        new(DebitTemplates.Aid, [
            .. DebitRecords.Of(application).Select(r => new PreparedGroup(DgiTag.Record(r.Sfi, r.Number), r.Record)),
            .. Keys(application),
            new(DgiTag.ProcessingOptions, [
                .. BerTlv.Build(EmvTag.Aip, DebitTemplates.Aip), .. BerTlv.Build(EmvTag.Afl, DebitTemplates.Afl)]),
            new(DgiTag.SelectContact, ApplicationTemplate())]),
    ]);

    /// <summary>What a terminal must find on the finished card.</summary>
    public static ExpectedApplication ExpectedView(DebitApplication application) => new(
        DebitTemplates.Aid,
        DebitTemplates.Aip,
        DebitTemplates.Afl,
        [.. DebitRecords.Of(application).Select(r =>
            new RecordDigest(DgiTag.Record(r.Sfi, r.Number), SHA256.HashData(r.Record)))]);

    private static PreparedGroup[] Keys(DebitApplication application)
    {
        byte[] keys = [.. application.UdkAc, .. application.UdkMac, .. application.UdkEnc];
        byte[] checks =
        [
            .. KeyCheckValue.TripleDes(application.UdkAc),
            .. KeyCheckValue.TripleDes(application.UdkMac),
            .. KeyCheckValue.TripleDes(application.UdkEnc),
        ];
        return [new(DgiTag.Keys, keys, Encrypted: true, GroupPadding.None), new(DgiTag.KeyCheckValues, checks)];
    }

    private static byte[] PseTemplate() => BerTlv.Build(
        EmvTag.FciProprietary,
        BerTlv.Build(EmvTag.DirectorySfi, [FirstDirectoryFile]),
        BerTlv.Build(EmvTag.Language, DebitTemplates.Language),
        BerTlv.Build(EmvTag.CodeTable, [1]));

    private static byte[] PpseTemplate() => BerTlv.Build(
        EmvTag.FciProprietary,
        BerTlv.Build(EmvTag.FciIssuerDiscretionary, DebitRecords.DirectoryEntry()));

    private static byte[] ApplicationTemplate() => BerTlv.Build(
        EmvTag.FciProprietary,
        BerTlv.Build(EmvTag.Label, DebitTemplates.Label),
        BerTlv.Build(EmvTag.Priority, [1]),
        BerTlv.Build(EmvTag.Pdol, DebitTemplates.Pdol),
        BerTlv.Build(EmvTag.Language, DebitTemplates.Language),
        BerTlv.Build(EmvTag.CodeTable, [1]),
        BerTlv.Build(EmvTag.FciIssuerDiscretionary, BerTlv.Build(EmvTag.LogEntry, DebitTemplates.LogEntry)));
}
