using System.Collections.ObjectModel;
using System.Security.Cryptography;
using KioskSuite.Issuance.Apdus;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.SecureChannel;
using KioskSuite.Issuance.Terminal;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Issuance.Personalisation;

/// <summary>
/// The first debit product: PSE, PPSE and application, each personalised through the security domain's one channel.
/// </summary>
/// <remarks>
/// Per applet: INSTALL [for personalization] (80 E6 20 00, data 00 00 len AID 00 00 00, Le 00), then STORE DATA
/// (80 E2, no Le) with block numbers from 00. Each DGI starts a new block; one longer than 239 bytes with its head goes
/// on in the next. P1 is 00 for clear DGIs, 60 for encrypted ones (<see cref="SensitiveData"/>); bit 80 marks the
/// applet's last block, after which it is personalised.
/// PSE: 0101 (directory record 70), 9102. PPSE: 9103, 9102. Application: 0101, 0201, 0202, 0301 (records 70), 8000
/// (encrypted: UDK AC, MAC, ENC), 9000 (their KCVs), 9104 (82 and 94), 9102.
/// 9102 and 9103 hold the A5 template with its tag; the card answers SELECT with 6F { 84 name, that }. 9104 holds
/// objects 82 and 94; the card answers GET PROCESSING OPTIONS with 77 { those }.
/// </remarks>
public static class DebitProfile
{
    private const byte FirstDirectoryFile = 1;

    /// <summary>Plain APDUs in their order, to be wrapped one by one. The owner zeroes them.</summary>
    /// <param name="application">The card's data.</param>
    /// <param name="dek">Static DEK of the security domain, 16 bytes.</param>
    public static ReadOnlyCollection<byte[]> Script(DebitApplication application, ReadOnlySpan<byte> dek)
    {
        var script = new List<byte[]>();
        Personalise(script, EmvFrames.Pse, [
            Clear(DgiTag.Record(1, 1), BerTlv.Build(EmvTag.Record, DebitRecords.DirectoryEntry())),
            Clear(DgiTag.SelectContact, PseTemplate())]);
        Personalise(script, EmvFrames.Ppse, [
            Clear(DgiTag.SelectContactless, PpseTemplate()),
            Clear(DgiTag.SelectContact, PpseTemplate())]);
        Personalise(script, DebitTemplates.Aid, [
            .. DebitRecords.Of(application).Select(r => Clear(DgiTag.Record(r.Sfi, r.Number), r.Record)),
            .. Keys(application, dek),
            Clear(DgiTag.ProcessingOptions, [
                .. BerTlv.Build(EmvTag.Aip, DebitTemplates.Aip), .. BerTlv.Build(EmvTag.Afl, DebitTemplates.Afl)]),
            Clear(DgiTag.SelectContact, ApplicationTemplate())]);
        return script.AsReadOnly();
    }

    /// <summary>What a terminal must find on the finished card.</summary>
    public static ExpectedApplication ExpectedView(DebitApplication application) => new(
        DebitTemplates.Aid,
        DebitTemplates.Aip,
        DebitTemplates.Afl,
        [.. DebitRecords.Of(application).Select(r =>
            new RecordDigest(DgiTag.Record(r.Sfi, r.Number), SHA256.HashData(r.Record)))]);

    private static (Dgi Group, bool Encrypted) Clear(ushort tag, byte[] value) => (new Dgi(tag, value), false);

    private static (Dgi Group, bool Encrypted)[] Keys(DebitApplication application, ReadOnlySpan<byte> dek)
    {
        byte[] keys = [.. application.UdkAc, .. application.UdkMac, .. application.UdkEnc];
        byte[] checks =
        [
            .. KeyCheckValue.TripleDes(application.UdkAc),
            .. KeyCheckValue.TripleDes(application.UdkMac),
            .. KeyCheckValue.TripleDes(application.UdkEnc),
        ];
        var encrypted = new Dgi(DgiTag.Keys, SensitiveData.Encrypt(dek, keys));
        CryptographicOperations.ZeroMemory(keys);
        return [(encrypted, true), Clear(DgiTag.KeyCheckValues, checks)];
    }

    private static void Personalise(List<byte[]> script, byte[] aid, IReadOnlyList<(Dgi Group, bool Encrypted)> groups)
    {
        script.Add(GlobalPlatformFrames.InstallForPersonalisation(aid));
        var number = 0;
        for (var i = 0; i < groups.Count; i++)
        {
            var blocks = groups[i].Group.Build().Chunk(GlobalPlatformFrames.MaxBlock).ToList();
            for (var j = 0; j < blocks.Count; j++)
            {
                var last = i == groups.Count - 1 && j == blocks.Count - 1;
                script.Add(GlobalPlatformFrames.StoreData(number++, last, groups[i].Encrypted, blocks[j]));
            }
        }
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
