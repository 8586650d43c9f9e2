using FsCheck;
using FsCheck.Fluent;
using KioskSuite.Devices;
using KioskSuite.Issuance.Channel;

namespace KioskSuite.Tests.Issuance;

public sealed class ChipScriptTests
{
    private static readonly ScriptCommand _store = new(Convert.FromHexString("84E20000081122334455667788"));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Opening_sends_the_first_eight_bytes_of_the_challenge_and_hands_the_answer_on()
    {
        var chip = ScriptedChip.Saying("6F009000", "01020304059000");
        var challenge = Convert.FromHexString("A0A1A2A3A4A5A6A7A8A9AAABACADAEAF");
        var opened = await ChipScript.OpenAsync(chip, challenge, Stop);
        opened.Value.ShouldBeHex("0102030405");
        chip.Sent[0].ShouldBeHex("00A4040000");
        chip.Sent[1].ShouldBeHex("8050000008A0A1A2A3A4A5A6A700");
    }

    [Theory]
    [InlineData("6A82", 1)]
    [InlineData("6982", 1)]
    public async Task A_chip_that_refuses_to_open_is_asked_no_more(string status, int sent)
    {
        var chip = ScriptedChip.Saying(status);
        var opened = await ChipScript.OpenAsync(chip, new byte[8], Stop);
        opened.Failure!.ShouldBe(new Failure(DeviceFault.ChipRefused, "SELECT: " + status));
        chip.Sent.Count.ShouldBe(sent);
    }

    [Fact]
    public async Task A_script_runs_in_order_and_gives_back_each_answer_with_its_status_word()
    {
        var chip = ScriptedChip.Saying("9000", "AABB9000", "6283");
        var last = new ScriptCommand(_store.Apdu, 0x6200, 0xFF00);
        var run = await ChipScript.RunAsync(chip, [_store, _store, last], Stop);
        run.Value.Select(Convert.ToHexString).ShouldBe(["9000", "AABB9000", "6283"]);
    }

    [Fact]
    public async Task The_first_refusal_ends_the_script_and_is_told()
    {
        var chip = ScriptedChip.Saying("9000", "6982", "9000");
        var run = await ChipScript.RunAsync(chip, [_store, _store, _store], Stop);
        run.Failure!.ShouldBe(new Failure(DeviceFault.ChipRefused, "command 1: 6982"));
        chip.Sent.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Waiting_data_are_fetched_outside_the_channel()
    {
        var chip = ScriptedChip.Saying("6102", "AABB6101", "CC9000");
        var run = await ChipScript.RunAsync(chip, [_store], Stop);
        run.Value.Single().ShouldBeHex("AABBCC9000");
        chip.Sent[1].ShouldBeHex("00C0000002");
        chip.Sent[2].ShouldBeHex("00C0000001");
    }

    [Theory]
    [InlineData("6100")]
    [InlineData("00000000000000006110")]
    public async Task A_chip_that_promises_data_for_ever_is_given_up(string answer)
    {
        var chip = ScriptedChip.Saying(answer);
        var run = await ChipScript.RunAsync(chip, [_store], Stop);
        run.Failure!.Fault.ShouldBe(DeviceFault.Garbage);
        chip.Sent.Count.ShouldBeLessThanOrEqualTo(33);
    }

    [Fact]
    public async Task Answers_that_grow_without_end_are_given_up()
    {
        var chip = ScriptedChip.Saying(new string('0', 16000) + "6100");
        var run = await ChipScript.RunAsync(chip, [_store], Stop);
        run.Failure!.Fault.ShouldBe(DeviceFault.Garbage);
        chip.Sent.Count.ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public async Task A_wrapped_command_is_never_sent_twice()
    {
        var chip = ScriptedChip.Saying("6C10");
        var run = await ChipScript.RunAsync(chip, [_store], Stop);
        run.Failure!.Said.ShouldBe("command 0: 6C10");
        chip.Sent.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_plain_command_without_data_is_repeated_once_with_the_right_length()
    {
        var chip = ScriptedChip.Saying("6C2D", "6C2D");
        var run = await ChipScript.RunAsync(chip, [new ScriptCommand(Convert.FromHexString("80CA9F7F00"))], Stop);
        run.Ok.ShouldBeFalse();
        chip.Sent.Select(Convert.ToHexString).ShouldBe(["80CA9F7F00", "80CA9F7F2D"]);
    }

    [Fact]
    public async Task A_mute_chip_in_the_middle_keeps_its_fault()
    {
        var count = 0;
        var chip = new ScriptedChip(_ => ++count == 2 ? DeviceFault.ChipMute : ScriptedChip.Hex("9000"));
        var run = await ChipScript.RunAsync(chip, [_store, _store, _store], Stop);
        run.Failure!.Fault.ShouldBe(DeviceFault.ChipMute);
        run.Failure.Said.ShouldStartWith("command 1");
        chip.Sent.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(ChipScript.MaxCommands + 1)]
    public async Task A_script_of_no_sane_length_is_not_begun(int commands)
    {
        var chip = ScriptedChip.Saying("9000");
        var run = await ChipScript.RunAsync(chip, [.. Enumerable.Repeat(_store, commands)], Stop);
        run.Failure!.Fault.ShouldBe(DeviceFault.Garbage);
        chip.Sent.ShouldBeEmpty();
    }

    [Fact]
    public void Any_bytes_from_a_chip_end_in_answers_or_a_typed_failure() => Prop.ForAll<byte[][]>(answers =>
    {
        var next = 0;
        var chip = new ScriptedChip(_ => ResponseApdu.Parse(next < answers.Length ? answers[next++] ?? [] : []));
        var run = ChipScript.RunAsync(chip, [_store, _store], CancellationToken.None);
        return run.IsCompletedSuccessfully && chip.Sent.Count <= 2 * 33;
    }).QuickCheckThrowOnFailure();
}
