using KioskSuite.Issuance.Tlv;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>What the card says of itself to anybody: GET DATA.</summary>
internal sealed class CardIdentity(BlankKind blank, byte[] serial, byte[] aid, byte[] diversification, bool cplcLies)
{
    public byte[] Aid { get; } = aid;

    public CardAnswer GetData(CardCommand command, KeyStore keys) => (uint)((command.P1 << 8) | command.P2) switch
    {
        EmvTag.Cplc => CardAnswer.With(BerTlv.Build(EmvTag.Cplc, Cplc())),
        EmvTag.CardData => CardAnswer.With(RecognitionData()),
        CardTag.KeyInformation => CardAnswer.With(keys.Information()),
        CardTag.DiversificationData => CardAnswer.With(BerTlv.Build(CardTag.DiversificationData, diversification)),
        CardTag.SequenceCounter when keys.Find(0) is { IsAes: false } set =>
            CardAnswer.With(BerTlv.Build(CardTag.SequenceCounter, [(byte)(set.Sequence >> 8), (byte)set.Sequence])),
        _ => Sw.ReferencedDataNotFound,
    };

    private byte[] Cplc() => cplcLies ? blank.LyingCplc() : blank.Cplc(serial);

    /// <summary>GlobalPlatform 2.3 and the secure channels with their parameters.</summary>
    private byte[] RecognitionData() => BerTlv.Build(
        EmvTag.CardData,
        BerTlv.Build(
            CardTag.RecognitionData,
            [
                Oid("2A864886FC6B01"),
                BerTlv.Build(CardTag.GlobalPlatformVersion, Oid("2A864886FC6B02020301")),
                BerTlv.Build(CardTag.IdentificationScheme, Oid("2A864886FC6B03")),
                .. blank.Channels.Select(c => BerTlv.Build(CardTag.SecureChannel, Oid("2A864886FC6B04" + c))),
            ]));

    private static byte[] Oid(string hex) => BerTlv.Build(CardTag.Oid, Convert.FromHexString(hex));
}
