using KioskSuite.KioskInABox.ChipStation;

namespace KioskSuite.Tests.ChipStation;

/// <summary>
/// Sessions of two independent tools (pySim, kaoh/globalplatform), seen from the card: AES-128, S8, level 03.
/// </summary>
public sealed class Scp03CardVectorTests
{
    private static readonly CardKeys s_kaoh = Keys(
        "F995D0A069335C7DF42E590317FFEA6D", "58563362EC5A4541ABCD32B34B1EAE7D", "0A02A6D687406DCFA09DC70B3EDB7E38");

    private static readonly CardKeys s_pysim = Keys(
        "000102030405060708090A0B0C0D0E0F", "101112131415161718191A1B1C1D1E1F", "202122232425262728292A2B2C2D2E2F");

    [Fact]
    public void Challenge_and_cryptogram_are_those_of_a_real_card()
    {
        var card = Card(s_kaoh, "A000000151000000", sequence: 0x1E);

        card.InitializeUpdate(Command("80500000089BD6BF878FB8E99100")).Build().ShouldBe(Hex(
            "000000000000000000003003703C80C2CC87EB3A35E4EDBA35E629C33600001E9000"));
        card.ExternalAuthenticate(Command("848203001023EBFEDC579D22CDCDB6A25A5FF7891F")).StatusWord
            .ShouldBe((ushort)0x9000);
    }

    [Fact]
    public void Four_commands_in_a_row_are_deciphered()
    {
        var card = Card(s_kaoh, "A000000151000000", sequence: 0x85);
        Open(card, "DA2390D378D94B0A", "8482030010953EEC5B4A81BF393ADC2ADFD638827A");

        Unwrapped(card, "84F2200218705C4D16C7BAC5496AEE0ED9963222455472F3CFAC97BCCA00").ShouldBe("80F220024F00");
        Unwrapped(card, "84F240021834AF0FEDDAE7C07308600587E1B1E6EC87811520D9A6AAAD00").ShouldBe("80F240024F00");
        Unwrapped(card, "84F28002188D6CFE9EB359EACB9594D8EC161E45C10ED0138E34A10BF300").ShouldBe("80F280024F00");
        Unwrapped(card, "84F21002183D98B6DE9CBF3905EAE4FAF5E141C58DAB7013D1076745C700").ShouldBe("80F210024F00");
    }

    [Fact]
    public void Commands_without_data_count_too()
    {
        var card = Card(s_pysim, "A0000005591010FFFFFFFF8900000100", sequence: 1);
        Open(card, "8E1552D0513C60F3", "8482030010FD4721A14D9B07003C451D2F8AE6BB21");

        Unwrapped(card, "84E2910018CA9C00F6713D79BC8BAA642BDFF51C3F6A4082D3BD9AD26C00")
            .ShouldBe("80E29100BF3E035C015A");
        Unwrapped(card, "84F2200208C9811B11F1264CF1").ShouldBe("80F22002");
        Unwrapped(card, "84CA006608E10AB60B3054798800").ShouldBe("80CA0066");
        Unwrapped(card, "84F22002184E2908BDB48B2315A55482E9E936CA122D6ECFAE7D17416E")
            .ShouldBe("80F220024F0212345C054F9F70C5");
        Unwrapped(card, "84F28002180DD10A6B6193E5340B9E77D32D5A179CD710AC2773AEFB2800").ShouldBe("80F280024F00");
    }

    [Fact]
    public void Card_keys_are_diversified_as_tools_do_it()
    {
        var keys = CardKeys.Diversify(Hex("404142434445464748494A4B4C4D4E4F"), Hex("00010203040506070809"));

        keys.Enc.ShouldBe(Hex("808BC985A1069AD2A9AC94E0FE7B8843"));
        keys.Mac.ShouldBe(Hex("65942E0BF4F3F32AEFACBA5671456275"));
        keys.Dek.ShouldBe(Hex("6A74F6F6040CCA10D8A3FDC7914FD7CC"));
    }

    [Fact]
    public void A_command_sent_twice_is_refused()
    {
        var card = Card(s_kaoh, "A000000151000000", sequence: 0x85);
        Open(card, "DA2390D378D94B0A", "8482030010953EEC5B4A81BF393ADC2ADFD638827A");
        const string first = "84F2200218705C4D16C7BAC5496AEE0ED9963222455472F3CFAC97BCCA00";
        Unwrapped(card, first);

        card.Unwrap(Command(first)).ShouldBeNull();
        card.IsOpen.ShouldBeFalse();
    }

    private static void Open(CardChannel card, string challenge, string authenticate)
    {
        card.InitializeUpdate(Command($"8050000008{challenge}00")).StatusWord.ShouldBe((ushort)0x9000);
        card.ExternalAuthenticate(Command(authenticate)).StatusWord.ShouldBe((ushort)0x9000);
    }

    private static string Unwrapped(CardChannel card, string wrapped)
    {
        var plain = card.Unwrap(Command(wrapped)).ShouldNotBeNull();
        return $"{plain.Cla:X2}{plain.Ins:X2}{plain.P1:X2}{plain.P2:X2}{Convert.ToHexString(plain.Data.Span)}";
    }

    private static CardChannel Card(CardKeys keys, string aid, int sequence) =>
        new(keys, new ChannelIdentity(Hex(aid), new byte[10], KeyVersion: 0x30, Options: 0x70), sequence);

    private static CardKeys Keys(string enc, string mac, string dek) => new(Hex(enc), Hex(mac), Hex(dek));

    private static CardCommand Command(string hex) => CardCommand.Parse(Hex(hex)).ShouldNotBeNull();

    private static byte[] Hex(string hex) => Convert.FromHexString(hex);
}
