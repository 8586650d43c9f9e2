using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using KioskSuite.ConsoleTool;
using KioskSuite.Journal;
using KioskSuite.Messages.Entries;

namespace KioskSuite.Tests.ConsoleTool;

/// <summary>Whatever lies in a payload, a line on the screen is bounded, plain and without personal data.</summary>
public sealed class RenderingTests
{
    [Theory]
    [InlineData("6222021234567890123", "…0123")]
    [InlineData("6222 0212 3456 7890", "…7890")]
    [InlineData("id 11010519491231002X", "id …1002X")]
    [InlineData("order 123456", "order 123456")]
    [InlineData("a\u001b[2Jb\u202ec\nd", "a·[2Jb·c·d")]
    public void Text_is_plain_and_long_numbers_are_masked(string text, string shown) =>
        SafeText.Of(text).ShouldBe(shown);

    [Fact]
    public void Any_text_becomes_one_bounded_plain_line() =>
        Prop.ForAll<string>(text =>
        {
            var shown = SafeText.Of(text ?? "");
            return shown.Length <= 80 && !shown.Any(IsHidden);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_payload_of_any_kind_is_shown_and_never_throws()
    {
        var kinds = EntryKinds.Parsers.Keys.Append("unknown.kind").ToArray();
        Prop.ForAll<byte[]>(payload => kinds.All(kind => EntryFields.Line(Entry(kind, payload ?? [])).Length < 2000))
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_state_folded_from_any_payloads_never_throws()
    {
        Prop.ForAll<byte[]>(payload =>
        {
            var state = new KioskState();
            foreach (var kind in EntryKinds.Parsers.Keys)
            {
                state.Take(Entry(kind, payload ?? []));
            }

            return state.Head is not null;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_field_of_a_later_version_is_not_shown()
    {
        byte[] later = [.. new ActDone { Of = 7 }.ToByteArray(), 0x7a, 3, (byte)'n', (byte)'e', (byte)'w'];

        EntryFields.Line(Entry("act.done", later)).ShouldBe("of 7");
    }

    [Fact]
    public void A_digest_is_shown_by_its_first_bytes_and_other_bytes_by_their_length()
    {
        var digest = ByteString.CopyFrom([.. Enumerable.Range(160, 32).Select(i => (byte)i)]);

        EntryFields.Line(Entry("question.asked", new Asked { Question = Question.ConsentToStop, ShownSha256 = digest }))
            .ShouldBe("question consent to stop, shown sha256 a0a1a2a3");
        EntryFields.Line(Entry("snapshot", new Snapshot { FoldVersion = 2, Fold = digest }))
            .ShouldBe("fold version 2, fold 32 bytes");
    }

    [Fact]
    public void A_card_that_was_found_again_is_no_longer_on_the_way()
    {
        var state = new KioskState();
        state.Take(Entry("card.moving", new Moving { Item = "b", From = Place.Hopper, To = Place.Printer }, seq: 5));
        state.OnTheWay.ShouldHaveSingleItem();
        state.Take(Entry("card.moved", new Moved { Item = "b", From = Place.Hopper, To = Place.Retained }, seq: 9));

        state.OnTheWay.ShouldBeEmpty();
        state.Inside.ShouldBeEmpty();
        (state.Stock[Place.Hopper], state.Stock[Place.Retained]).ShouldBe((-1, 1));
    }

    private static bool IsHidden(char c) =>
        char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format;

    private static Entry Entry(string kind, IMessage message, ulong seq = 1) => Entry(kind, message.ToByteArray(), seq);

    private static Entry Entry(string kind, byte[] payload, ulong seq = 1) =>
        new(seq, 1, 0, 1, 0, 0, kind, payload, new byte[32]);
}
