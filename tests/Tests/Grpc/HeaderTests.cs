using FsCheck;
using FsCheck.Fluent;
using Grpc.Core;
using KioskSuite.Grpc.Wire;

namespace KioskSuite.Tests.Grpc;

public sealed class HeaderTests
{
    [Theory]
    [InlineData("plain text ~", "plain text ~")]
    [InlineData("100 %", "100 %25")]
    [InlineData("a\tb\r\n", "a%09b%0D%0A")]
    [InlineData("卡 🙂", "%E5%8D%A1 %F0%9F%99%82")]
    public void A_status_message_is_percent_encoded_utf_8(string text, string encoded)
    {
        PercentEncoding.Encode(text).ShouldBe(encoded);
        PercentEncoding.Decode(encoded).ShouldBe(text);
    }

    [Theory]
    [InlineData("%", "%")]
    [InlineData("%4", "%4")]
    [InlineData("%zz%41", "%zzA")]
    [InlineData("%e5%8d%a1", "卡")]
    [InlineData("%FF", "\uFFFD")]
    [InlineData("\u00E5\u008D\u00A1", "卡")]
    public void Bad_escapes_never_cost_the_message(string encoded, string text) =>
        PercentEncoding.Decode(encoded).ShouldBe(text);

    [Fact]
    public void Any_text_comes_back_and_any_escape_is_survived() =>
        Prop.ForAll<string>(text =>
        {
            text = new string([.. (text ?? "").Where(c => !char.IsSurrogate(c))]);
            PercentEncoding.Decode(PercentEncoding.Encode(text)).ShouldBe(text);
            PercentEncoding.Encode(text).ShouldAllBe(c => c >= ' ' && c <= '~');
            PercentEncoding.Decode("%" + text.Replace('a', '%')).ShouldNotBeNull();
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, "1n")]
    [InlineData(-5, "1n")]
    [InlineData(1, "1u")]
    [InlineData(15, "2u")]
    [InlineData(10_000, "1000u")]
    [InlineData(999_999_990, "99999999u")]
    [InlineData(1_000_000_000, "100000m")]
    [InlineData(TimeSpan.TicksPerDay * 2, "172800S")]
    [InlineData(TimeSpan.TicksPerDay * 2000, "2880000M")]
    [InlineData(long.MaxValue, "99999999H")]
    public void A_timeout_uses_the_finest_unit_that_fits_eight_digits_rounded_up(long ticks, string text) =>
        GrpcTimeout.Format(TimeSpan.FromTicks(ticks)).ShouldBe(text);

    [Theory]
    [InlineData("1H", TimeSpan.TicksPerHour)]
    [InlineData("2M", TimeSpan.TicksPerMinute * 2)]
    [InlineData("3S", TimeSpan.TicksPerSecond * 3)]
    [InlineData("4m", TimeSpan.TicksPerMillisecond * 4)]
    [InlineData("5u", 50)]
    [InlineData("1n", 1)]
    [InlineData("1000n", 10)]
    [InlineData("99999999H", 99_999_999 * TimeSpan.TicksPerHour)]
    public void Every_unit_is_read(string text, long ticks)
    {
        GrpcTimeout.TryParse(text, out var timeout).ShouldBeTrue();
        timeout.Ticks.ShouldBe(ticks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("1")]
    [InlineData("-1S")]
    [InlineData(" 1S")]
    [InlineData("1s")]
    [InlineData("123456789S")]
    [InlineData("1.5S")]
    public void Anything_else_is_no_timeout(string text) => GrpcTimeout.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void A_timeout_sent_is_never_shorter_than_the_one_meant() =>
        Prop.ForAll<TimeSpan>(timeout =>
        {
            GrpcTimeout.TryParse(GrpcTimeout.Format(timeout), out var read).ShouldBeTrue();
            var longest = TimeSpan.FromHours(99_999_999);
            read.ShouldBeGreaterThanOrEqualTo(timeout < longest ? timeout : longest);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(400, StatusCode.Internal)]
    [InlineData(401, StatusCode.Unauthenticated)]
    [InlineData(403, StatusCode.PermissionDenied)]
    [InlineData(404, StatusCode.Unimplemented)]
    [InlineData(429, StatusCode.Unavailable)]
    [InlineData(431, StatusCode.Internal)]
    [InlineData(502, StatusCode.Unavailable)]
    [InlineData(503, StatusCode.Unavailable)]
    [InlineData(504, StatusCode.Unavailable)]
    [InlineData(200, StatusCode.Unknown)]
    [InlineData(500, StatusCode.Unknown)]
    [InlineData(302, StatusCode.Unknown)]
    public void Http_statuses_map_as_published(int http, StatusCode code) =>
        StatusMapping.FromHttp((System.Net.HttpStatusCode)http).ShouldBe(code);

    [Theory]
    [InlineData(7, StatusCode.Unavailable)]
    [InlineData(8, StatusCode.Cancelled)]
    [InlineData(11, StatusCode.ResourceExhausted)]
    [InlineData(12, StatusCode.PermissionDenied)]
    [InlineData(0, StatusCode.Internal)]
    [InlineData(1, StatusCode.Internal)]
    public void Reset_codes_map_as_published(long reset, StatusCode code) =>
        StatusMapping.FromReset(reset).ShouldBe(code);

    [Fact]
    public void A_connection_that_takes_too_long_is_unavailable() =>
        StatusMapping.FromException(new TaskCanceledException("", new TimeoutException())).StatusCode
            .ShouldBe(StatusCode.Unavailable);

    [Theory]
    [InlineData("0", StatusCode.OK)]
    [InlineData("16", StatusCode.Unauthenticated)]
    [InlineData("17", StatusCode.Unknown)]
    [InlineData("-1", StatusCode.Unknown)]
    [InlineData("ok", StatusCode.Unknown)]
    [InlineData("99999999999", StatusCode.Unknown)]
    public void A_status_outside_the_list_is_unknown(string sent, StatusCode code) =>
        StatusMapping.Parse(sent, null).StatusCode.ShouldBe(code);

    [Theory]
    [InlineData("application/grpc", true)]
    [InlineData("application/grpc+proto", true)]
    [InlineData("Application/GRPC; charset=utf-8", true)]
    [InlineData("application/grpc-web", false)]
    [InlineData("application/json", false)]
    [InlineData(null, false)]
    public void Only_grpc_is_grpc(string? contentType, bool isGrpc) =>
        MetadataHeaders.IsGrpc(contentType).ShouldBe(isGrpc);
}
