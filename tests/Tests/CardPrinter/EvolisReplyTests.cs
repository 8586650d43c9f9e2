using System.Text;
using FsCheck;
using FsCheck.Fluent;
using KioskSuite.CardPrinter.Evolis;

namespace KioskSuite.Tests.CardPrinter;

public sealed class EvolisReplyTests
{
    [Theory]
    [InlineData("OK", "4F4B00")]
    [InlineData("SMART CARD", "534D415254204341524400")]
    [InlineData("ERROR CDE", "4552524F522043444500")]
    [InlineData("5,00 Volts", "352C303020566F6C747300")]
    [InlineData(" 4711 ", "20343731312000")]
    public void A_reply_is_the_documented_bytes_both_ways(string text, string hex)
    {
        Convert.ToHexString(new EvolisReply(text).Build()).ShouldBe(hex);
        EvolisReply.Parse(Convert.FromHexString(hex), out var reply).ShouldBe(EvolisParse.Whole);
        reply.Text.ShouldBe(text);
    }

    [Theory]
    [InlineData("OK", "Ok")]
    [InlineData("ERROR CDE", "UnknownCommand")]
    [InlineData("ERR RIB DETECTION", "Error")]
    [InlineData("INSERTION ERROR", "Error")]
    [InlineData("ERR CARD", "CardSomewhere")]
    [InlineData("CARD", "Card")]
    [InlineData("NO CARD", "NoCard")]
    [InlineData("SMART CARD", "SmartCard")]
    [InlineData("CONTACTLESS CARD", "ContactlessCard")]
    [InlineData("0,17 Volts", "Volts")]
    [InlineData("5.00 Volts", "Text")]
    [InlineData("ok", "Text")]
    [InlineData("", "Text")]
    public void Words_are_told_apart(string text, string says) =>
        new EvolisReply(text).Says.ToString().ShouldBe(says);

    [Fact]
    public void Volts_have_a_decimal_comma()
    {
        new EvolisReply("4,93 Volts").Volts.ShouldBe(4.93m);
        new EvolisReply("12,05 Volts").Volts.ShouldBe(12.05m);
        new EvolisReply("4,9 Volts").Volts.ShouldBeNull();
        new EvolisReply("-4,93 Volts").Volts.ShouldBeNull();
    }

    [Fact]
    public void A_count_may_have_blanks_around_it_and_nothing_else()
    {
        new EvolisReply(" 187 ").Count.ShouldBe(187);
        new EvolisReply("-1").Count.ShouldBeNull();
        new EvolisReply("99999999999").Count.ShouldBeNull();
        new EvolisReply("OK").Count.ShouldBeNull();
    }

    [Fact]
    public void Every_count_is_read_back_with_any_blanks_around_it() => Prop.ForAll(
        Arb.From(Gen.Choose(0, 999_999_999).SelectMany(n => Gen.Choose(0, 3).SelectMany(
            before => Gen.Choose(0, 3).Select(after => (Number: n, Before: before, After: after))))),
        x =>
        {
            var bytes = new EvolisReply(new string(' ', x.Before) + x.Number + new string(' ', x.After)).Build();
            return EvolisReply.Parse(bytes, out var reply) == EvolisParse.Whole && reply.Count == x.Number;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_reply_ends_with_NUL_and_not_before()
    {
        EvolisReply.Parse("OK"u8, out _).ShouldBe(EvolisParse.Incomplete);
        EvolisReply.Parse("OK\r\n"u8, out _).ShouldBe(EvolisParse.Bad);
        EvolisReply.Parse("OK\0\0\0"u8, out _).ShouldBe(EvolisParse.Whole);
        EvolisReply.Parse("OK\0OK\0"u8, out _).ShouldBe(EvolisParse.Bad);
    }

    [Fact]
    public void A_reply_of_256_bytes_is_the_longest()
    {
        var longest = new EvolisReply(new string('A', EvolisReply.Most));
        EvolisReply.Parse(longest.Build(), out _).ShouldBe(EvolisParse.Whole);
        EvolisReply.Parse(Encoding.ASCII.GetBytes(longest.Text + "A"), out _).ShouldBe(EvolisParse.Bad);
    }

    [Fact]
    public void A_track_stands_in_no_text()
    {
        new EvolisReply("6200000000000005=3012").ToString().ShouldBe("Text, 21 characters");
        new EvolisReply("ERR 6200000000000005").ToString().ShouldBe("Error, 20 characters");
        new EvolisReply("ERR RIB DETECTION").ToString().ShouldBe("ERR RIB DETECTION");
    }

    [Fact]
    public void Random_bytes_never_throw_and_a_whole_reply_builds_the_same_bytes() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(),
        bytes => EvolisReply.Parse(bytes, out var reply) != EvolisParse.Whole
            || (bytes.AsSpan().StartsWith(reply.Build()) && reply.ToString().Length > 0 && reply.Count is null or >= 0))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Any_printable_text_survives_both_ways() => Prop.ForAll(
        Arb.From(Gen.Choose(32, 126).Select(c => (char)c).ListOf().Select(cs => new string([.. cs.Take(256)]))),
        text => EvolisReply.Parse(new EvolisReply(text).Build(), out var reply) == EvolisParse.Whole
            && reply.Text == text && (reply.Volts is null or >= 0)).QuickCheckThrowOnFailure();
}
