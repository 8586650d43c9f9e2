using System.Text.Json;
using KioskSuite.KioskInABox.ChipStation;
using KioskSuite.Tests.Issuance;

namespace KioskSuite.Tests.ChipStation;

/// <summary>Sessions that other tools had with real cards, seen from the card.</summary>
public sealed class CardVectorTests
{
    public static TheoryData<string> Sessions =>
        [.. Vectors.All.Values.Where(v => v.TryGetProperty("ext_auth_apdu", out _)).Select(v => v.Text("id"))];

    [Theory]
    [MemberData(nameof(Sessions))]
    public void Cryptograms_and_the_opening_MAC_are_those_of_a_real_card(string id)
    {
        var vector = Vectors.All[id];
        var session = Session(vector);
        var answer = vector.Hex("init_update_response");
        Convert.ToHexString(answer).ShouldContain(
            Convert.ToHexString([.. session.CardChallenge, .. session.CardCryptogram]));
        var authenticate = Command(vector.Text("ext_auth_apdu"));
        authenticate.Data.Span[..session.MacSize].ToArray().ShouldBe(session.HostCryptogram);
        session.VerifyMac(authenticate).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Sessions))]
    public void Commands_are_deciphered_and_answers_protected_as_on_a_real_card(string id)
    {
        var vector = Vectors.All[id];
        var session = Opened(vector);
        foreach (var command in Commands(vector))
        {
            var plain = session.Unwrap(Command(command.Text("wrapped"))).ShouldNotBeNull();
            var expected = Command(command.Text("plain"));
            (plain.Ins, plain.P1, plain.P2).ShouldBe((expected.Ins, expected.P1, expected.P2));
            plain.Data.ToArray().ShouldBe(expected.Data.ToArray());
            if (command.TryGetProperty("response_data_raw", out var raw))
            {
                session.Protect(plain, CardAnswer.With(command.Hex("response_data_plain")))
                    .ShouldBeHex(raw.GetString()!);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sessions))]
    public void A_command_sent_twice_is_refused(string id)
    {
        var vector = Vectors.All[id];
        foreach (var command in Commands(vector).Take(1))
        {
            var session = Opened(vector);
            session.Unwrap(Command(command.Text("wrapped"))).ShouldNotBeNull();
            session.Unwrap(Command(command.Text("wrapped"))).ShouldBeNull();
        }
    }

    [Fact]
    public void A_card_that_does_not_count_commands_without_data_loses_the_next_with_data()
    {
        var vector = Vectors.All["scp03-pysim-AES128-lvl03"];
        var session = Opened(vector, skipsEmpty: true);
        var wrapped = Commands(vector).Select(c => Command(c.Text("wrapped"))).ToList();
        session.Unwrap(wrapped[0]).ShouldNotBeNull();
        session.Unwrap(wrapped[1]).ShouldNotBeNull();
        session.Unwrap(wrapped[2]).ShouldNotBeNull();
        var plain = session.Unwrap(wrapped[3]);
        (plain is { } seen && seen.Data.Span.StartsWith(Convert.FromHexString("4F02"))).ShouldBeFalse();
    }

    private static CardSession Opened(JsonElement vector, bool skipsEmpty = false)
    {
        var session = Session(vector, skipsEmpty);
        var authenticate = Command(vector.Text("ext_auth_apdu"));
        session.VerifyMac(authenticate).ShouldBeTrue();
        session.Level = authenticate.P1;
        return session;
    }

    private static CardSession Session(JsonElement vector, bool skipsEmpty = false)
    {
        var answer = vector.Hex("init_update_response");
        var host = vector.Hex("host_challenge");
        var isAes = answer[11] == 3;
        using var keys = ChannelVectorTests.KeysOf(vector, isAes);
        var card = new CardKeys([.. keys.Enc], [.. keys.Mac], [.. keys.Dek]);
        var aid = ChannelVectorTests.OptionsOf(vector).SecurityDomain.ToArray();
        return isAes
            ? new Scp03CardSession(
                card, host, answer[^3..], new SessionTerms(answer[12], aid, answer[13..], skipsEmpty))
            : new Scp02CardSession(card, host, answer[12..14], new SessionTerms(0x15, aid, answer[14..20], skipsEmpty));
    }

    private static JsonElement.ArrayEnumerator Commands(JsonElement vector) =>
        vector.TryGetProperty("commands", out var commands) ? commands.EnumerateArray() : default;

    private static CardCommand Command(string hex) =>
        CardCommand.Parse(Convert.FromHexString(hex)).ShouldNotBeNull();
}
