using Google.Protobuf;
using KioskSuite.Issuance.Blanks;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Personalisation;
using KioskSuite.Messages.Central;

namespace KioskSuite.CentralSystem;

/// <summary>
/// The first card of each batch of chips gets a MACed script command with its verdict, and so does every next one until
/// a card that got it is active. Nothing else tells that the keys for MACs and encryption are in each other's place.
/// </summary>
internal static class TestCards
{
    /// <summary>
    /// PUT DATA (JR/T 0025.5) of 9F14, the lower limit of offline payments in a row: this card has none anyway.
    /// </summary>
    private static ReadOnlySpan<byte> Header => [0x04, 0xDA, 0x9F, 0x14];

    private static ReadOnlySpan<byte> NoneOffline => [0];

    /// <summary>
    /// The fabricator's batch (CPLC) within one stock, since another's may have the same number, and the version of the
    /// masters: new ones may be exchanged where the old were not.
    /// </summary>
    public static string BatchOf(Stock stock, Opened opened, DebitApplication application)
    {
        var identity = new BlankIdentity([], opened.Cplc.ToByteArray(), []);
        return $"{stock.Code} {identity.Batch} {application.KeyVersion.DerivationKeyIndex:X2}";
    }

    /// <summary>Whether a card is to be a test card, and keeps it in the ledger.</summary>
    public static bool IsNext(Work work, string card, string batch) => work.One<bool>(
        """
        UPDATE card SET batch = @batch, is_test = NOT EXISTS (
          SELECT 1 FROM card WHERE batch = @batch AND is_test = 1 AND state IN ('active', 'stopped'))
        WHERE card = @card RETURNING is_test
        """,
        new { batch, card });

    public static ByteString Command(DebitApplication application, ushort atc, ReadOnlySpan<byte> arqc) =>
        ByteString.CopyFrom(IssuerScript.Build(
            application.Suite, application.UdkMac, atc, arqc, Header, NoneOffline));
}
