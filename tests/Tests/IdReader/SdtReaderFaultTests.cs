using KioskSuite.Devices;
using KioskSuite.IdReader.Sdt;

namespace KioskSuite.Tests.IdReader;

/// <summary>What a module can do wrong, in virtual time: each ends as a typed fault and in bounded time.</summary>
public sealed class SdtReaderFaultTests
{
    private const SdtCommand Read = SdtCommand.ReadTextAndPhoto;

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(SdtStatus.CardRejectedSam, DeviceFault.DocumentNotGenuine)]
    [InlineData(SdtStatus.SamRejectedCard, DeviceFault.DocumentNotGenuine)]
    [InlineData(SdtStatus.DataNotVerified, DeviceFault.DocumentNotGenuine)]
    [InlineData(SdtStatus.WrongCardType, DeviceFault.DocumentOfOtherKind)]
    [InlineData(SdtStatus.ReadFailed, DeviceFault.DocumentUnreadable)]
    [InlineData(SdtStatus.NoRandom, DeviceFault.DocumentUnreadable)]
    [InlineData(SdtStatus.SelfTestFailed, DeviceFault.ReaderSelfTestFailed)]
    [InlineData(SdtStatus.NotAuthorised, DeviceFault.ReaderNotAuthorised)]
    [InlineData(SdtStatus.CommandWrong, DeviceFault.Refused)]
    [InlineData(SdtStatus.NotPermitted, DeviceFault.Refused)]
    [InlineData(SdtStatus.UnknownError, DeviceFault.Refused)]
    [InlineData(SdtStatus.RequestChecksumWrong, DeviceFault.Garbage)]
    [InlineData(SdtStatus.RequestLengthWrong, DeviceFault.Garbage)]
    [InlineData((SdtStatus)0x55, DeviceFault.Garbage)]
    internal Task Every_status_of_a_reading_has_its_fault(SdtStatus status, DeviceFault fault) =>
        Ends(fault, (command, _) => command == Read ? ScriptedModule.Says(status) : null);

    [Theory]
    [InlineData(SdtStatus.SelfTestFailed, DeviceFault.ReaderSelfTestFailed)]
    [InlineData(SdtStatus.NotAuthorised, DeviceFault.ReaderNotAuthorised)]
    internal Task A_module_that_is_not_fit_does_not_open(SdtStatus status, DeviceFault fault) => ScriptedModule.Run(
        (command, _) => command == SdtCommand.SamStatus ? ScriptedModule.Says(status) : null,
        async (reader, _, _) => (await reader.OpenAsync(default)).Failure!.Fault.ShouldBe(fault));

    [Fact]
    public Task A_question_given_up_and_a_reading_do_not_mix_on_the_line() => ScriptedModule.Run(
        (command, before) => command == SdtCommand.SamStatus && before == 1
            ? [new(TimeSpan.FromMilliseconds(100), new SdtResponse(0, SdtStatus.Done).Build())]
            : null,
        async (reader, module, time) =>
        {
            (await reader.OpenAsync(default)).Ok.ShouldBeTrue();
            using var givenUp = new CancellationTokenSource();
            var question = reader.CheckAsync(givenUp.Token).AsTask();
            var document = reader.ReadAsync(Long, default).AsTask();
            await Task.Delay(TimeSpan.FromMilliseconds(10), time);
            module.Asked[^1].ShouldBe(SdtCommand.SamStatus, "the reading began in the middle of the question");
            givenUp.Cancel();
            (await document).Ok.ShouldBeTrue();
            question.IsCanceled.ShouldBeTrue();
        });

    [Fact]
    public Task Silence_is_a_timeout() => Ends(DeviceFault.Timeout, (command, _) => command == Read ? [] : null);

    [Fact]
    public Task A_truncated_answer_is_garbage() => Ends(
        DeviceFault.Garbage,
        (command, _) => command == Read ? ScriptedModule.Now(ScriptedModule.ReadAnswer[..900]) : null);

    [Fact]
    public Task A_wrong_checksum_is_garbage() => Ends(
        DeviceFault.Garbage, (command, _) => command == Read ? ScriptedModule.Now(Damaged()) : null);

    [Fact]
    public Task A_length_beyond_all_limits_is_garbage() => Ends(
        DeviceFault.Garbage,
        (command, _) => command == Read ? ScriptedModule.Now(Convert.FromHexString("AAAAAA9669FFFF000090")) : null);

    [Fact]
    public Task One_byte_a_second_is_garbage_long_before_the_frame_would_be_complete() => Ends(
        DeviceFault.Garbage,
        (command, _) => command == Read
            ? ScriptedModule.Trickle(ScriptedModule.ReadAnswer, TimeSpan.FromSeconds(1)).Take(30)
            : null);

    [Theory]
    [InlineData("00")]
    [InlineData("AA")]
    [InlineData("AAAAAA9669")]
    [InlineData("AAAAAA96690508000090")]
    [InlineData("AAAAAA9669000400009095")]
    public Task Bytes_without_end_are_garbage(string pattern) => Ends(
        DeviceFault.Garbage,
        (command, _) => command == SdtCommand.Find ? Endless(Convert.FromHexString(pattern)) : null);

    [Fact]
    public Task A_module_that_goes_away_in_the_middle_of_a_frame_is_offline() => Ends(
        DeviceFault.Offline,
        (command, _) => command == Read
            ? [new(TimeSpan.Zero, ScriptedModule.ReadAnswer[..700]), new(TimeSpan.FromMilliseconds(50), [])]
            : null);

    [Fact]
    public Task A_record_with_odd_text_is_an_unreadable_document()
    {
        var text = SdtVectors.Text("resident");
        text[4] = text[5] = 0;
        var answer = new SdtResponse(0, SdtStatus.Done, new SdtReadAnswer(text, SdtVectors.Photo).Build()).Build();
        return Ends(DeviceFault.DocumentUnreadable, (c, _) => c == Read ? ScriptedModule.Now(answer) : null);
    }

    [Fact]
    public Task Noise_in_front_of_every_answer_is_skipped() => ReadsFine((command, _) => command == Read
        ? ScriptedModule.Now([0, 0xAA, .. ScriptedModule.ReadAnswer.Take(6), 0xFF, .. ScriptedModule.ReadAnswer])
        : null);

    [Fact]
    public Task One_damaged_answer_is_asked_for_again() => ReadsFine(
        (command, before) => command == Read && before == 0 ? ScriptedModule.Now(Damaged()) : null);

    [Fact]
    public Task One_lost_answer_is_asked_for_again() => ReadsFine(
        (command, before) => command is Read or SdtCommand.Find && before == 0 ? [] : null);

    [Fact]
    public Task A_reading_that_failed_once_begins_again_with_finding() => ScriptedModule.Run(
        (command, before) => command == Read && before == 0 ? ScriptedModule.Says(SdtStatus.ReadFailed) : null,
        async (reader, module, _) =>
        {
            (await reader.ReadAsync(Long, default)).Ok.ShouldBeTrue();
            module.Asked.Skip(2).ShouldBe(
                [SdtCommand.Find, SdtCommand.Select, Read, SdtCommand.Find, SdtCommand.Select, Read]);
        });

    [Fact]
    public Task A_document_left_selected_by_a_process_before_is_read() => ReadsFine(
        (command, _) => command == SdtCommand.Find ? ScriptedModule.Says(SdtStatus.NotFound) : null);

    [Fact]
    public Task The_slowest_line_is_given_its_time() => ReadsFine(
        (command, _) => command == Read
            ? [new(TimeSpan.FromSeconds(2), ScriptedModule.ReadAnswer[..1]),
               .. ScriptedModule.Trickle(ScriptedModule.ReadAnswer[1..], TimeSpan.FromSeconds(10.0 / 9600))]
            : null,
        new SdtOptions { BaudRate = 9600 });

    [Fact]
    public Task An_answer_to_a_request_given_up_is_not_taken_for_the_next_ones() => ScriptedModule.Run(
        (command, before) => command == SdtCommand.Find && before == 0
            ? [new(TimeSpan.FromMilliseconds(400), new SdtResponse(0, SdtStatus.NotAuthorised).Build())]
            : null,
        async (reader, _, time) =>
        {
            (await reader.OpenAsync(default)).Ok.ShouldBeTrue();
            using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100), time);
            var given = reader.ReadAsync(Long, stop.Token).AsTask();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);

            (await reader.ReadAsync(Long, default)).Ok.ShouldBeTrue();
        });

    [Fact]
    public Task Without_a_decoder_the_document_comes_without_its_portrait() => ScriptedModule.Run(
        (_, _) => null,
        async (reader, _, _) => (await reader.ReadAsync(Long, default)).Value.Portrait.Failure!.Fault
            .ShouldBe(DeviceFault.NoPortrait));

    private static Task Ends(DeviceFault fault, Func<SdtCommand, int, IEnumerable<Piece>?> script) =>
        ScriptedModule.Run(script, async (reader, module, time) =>
        {
            var failure = (await reader.ReadAsync(Long, default)).Failure!;

            failure.Fault.ShouldBe(fault, failure.Said);
            time.Elapsed.ShouldBeLessThan(Bound);
            module.Asked.Count.ShouldBeLessThan(16);
        });

    private static Task ReadsFine(Func<SdtCommand, int, IEnumerable<Piece>?> script, SdtOptions? options = null) =>
        ScriptedModule.Run(
            script,
            async (reader, _, _) => (await reader.ReadAsync(Long, default)).Value.Number.ShouldBe("310115198108030025"),
            options);

    private static byte[] Damaged()
    {
        var answer = ScriptedModule.ReadAnswer.ToArray();
        answer[300] ^= 1;
        return answer;
    }

    private static IEnumerable<Piece> Endless(byte[] pattern)
    {
        while (true)
        {
            yield return new(TimeSpan.FromMilliseconds(1), pattern);
        }
    }
}
