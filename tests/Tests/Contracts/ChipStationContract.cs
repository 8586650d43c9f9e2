using KioskSuite.Devices;
using KioskSuite.KioskInABox.ChipStation;

namespace KioskSuite.Tests.Contracts;

/// <summary>A station under test and the hand that puts cards into it and takes them out.</summary>
public interface IChipStationRig : IAsyncDisposable
{
    /// <summary>Waits longer than any busy machine needs: what it answers does not hang on how fast that was.</summary>
    IChipStation Station { get; }

    /// <summary>The same reader with short deadlines, for what shows only when one has passed.</summary>
    IChipStation Hurried { get; }

    void Insert(ISlotCard card);

    void Remove();
}

/// <summary>What every chip station does, whatever wire leads to the card.</summary>
public abstract class ChipStationContract : IAsyncLifetime
{
    private const int Patience = 60_000;
    private const int PowerAttempts = 20;
    private IChipStationRig? _rig;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected IChipStationRig Rig => _rig!;

    protected IChipStation Station => Rig.Station;

    protected IChipStation Hurried => Rig.Hurried;

    public async ValueTask InitializeAsync() => _rig = await MakeRigAsync();

    public async ValueTask DisposeAsync()
    {
        if (_rig is { } rig)
        {
            await rig.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    [Fact(Timeout = Patience)]
    public async Task A_card_is_powered_and_gives_its_ATR()
    {
        var card = new ScriptedCard();
        Rig.Insert(card);

        (await Station.PowerOnAsync(Stop)).Value.ShouldBe(card.Atr);
    }

    [Fact(Timeout = Patience)]
    public async Task A_command_brings_its_own_response()
    {
        await PowerAsync(new ScriptedCard());

        for (byte number = 1; number < 20; number++)
        {
            var answer = (await Station.TransmitAsync(ScriptedCard.Echo(number, 3), Stop)).Value;
            answer.Success.ShouldBeTrue();
            answer.Data.ToArray().ShouldBe([number, number, number]);
        }
    }

    [Theory(Timeout = Patience)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(4000)]
    [InlineData(60000)]
    public async Task Long_commands_and_responses_arrive_whole(int length)
    {
        await PowerAsync(new ScriptedCard());

        var answer = (await Station.TransmitAsync(ScriptedCard.Echo(7, length), Stop)).Value;
        answer.Data.Length.ShouldBe(length);
        answer.Data.Span.ContainsAnyExcept((byte)7).ShouldBeFalse();
    }

    [Fact(Timeout = Patience)]
    public async Task An_empty_slot_is_no_card_after_the_deadline() =>
        (await Hurried.PowerOnAsync(Stop)).Failure!.Fault.ShouldBe(DeviceFault.NoCard);

    [Fact(Timeout = Patience)]
    public async Task A_card_that_comes_while_waiting_is_powered()
    {
        var powering = Station.PowerOnAsync(Stop);
        Rig.Insert(new ScriptedCard());

        (await powering).Ok.ShouldBeTrue();
    }

    [Fact(Timeout = Patience)]
    public async Task A_chip_that_does_not_answer_is_mute_and_the_next_card_works()
    {
        await PowerAsync(Hurried, new ScriptedCard());

        (await Hurried.TransmitAsync(ScriptedCard.Mute, Stop)).Failure!.Fault.ShouldBe(DeviceFault.ChipMute);
        (await Hurried.TransmitAsync(ScriptedCard.Echo(1, 1), Stop)).Failure!.Fault.ShouldBe(DeviceFault.ChipMute);
        await SwapAsync(new ScriptedCard("3B80800101"));
        (await Hurried.TransmitAsync(ScriptedCard.Echo(1, 1), Stop)).Ok.ShouldBeTrue();
    }

    [Fact(Timeout = Patience)]
    public async Task A_card_pulled_out_in_the_middle_of_a_command_is_removed()
    {
        var card = new ScriptedCard();
        await PowerAsync(card);
        card.Heard += Rig.Remove;

        (await Station.TransmitAsync(ScriptedCard.Mute, Stop)).Failure!.Fault.ShouldBe(DeviceFault.ChipRemoved);
    }

    [Fact(Timeout = Patience)]
    public async Task A_card_pulled_out_between_commands_is_removed_until_the_next_power_on()
    {
        await PowerAsync(new ScriptedCard());
        Rig.Remove();

        (await Station.TransmitAsync(ScriptedCard.Echo(1, 1), Stop)).Failure!.Fault.ShouldBe(DeviceFault.ChipRemoved);
        (await Station.TransmitAsync(ScriptedCard.Echo(1, 1), Stop)).Failure!.Fault.ShouldBe(DeviceFault.ChipRemoved);
    }

    [Fact(Timeout = Patience)]
    public async Task A_swapped_card_is_not_taken_for_the_first_one()
    {
        await PowerAsync(new ScriptedCard());
        var other = new ScriptedCard("3B80800101");
        Rig.Insert(other);

        (await Station.TransmitAsync(ScriptedCard.Echo(1, 1), Stop)).Failure!.Fault.ShouldBe(DeviceFault.ChipRemoved);
        (await PowerOnInTheEndAsync()).ShouldBe(other.Atr);
    }

    [Theory(Timeout = Patience)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task An_answer_too_short_for_a_status_word_is_a_typed_failure(int length)
    {
        await PowerAsync(new ScriptedCard());

        var answer = await Station.TransmitAsync(ScriptedCard.Answer(length), Stop);
        answer.Failure!.Fault.ShouldBeOneOf(DeviceFault.Garbage, DeviceFault.ChipRemoved, DeviceFault.ChipMute);
    }

    [Theory(Timeout = Patience)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(70000)]
    public async Task What_cannot_be_a_command_never_reaches_the_card(int length)
    {
        var card = new ScriptedCard();
        await PowerAsync(card);
        card.Heard += () => throw new InvalidOperationException("the card heard it");

        (await Station.TransmitAsync(new byte[length], Stop)).Failure!.Fault.ShouldBe(DeviceFault.Refused);
    }

    [Fact(Timeout = Patience)]
    public async Task Powering_off_never_fails_and_leaves_nothing_powered()
    {
        await Station.PowerOffAsync(Stop);
        await PowerAsync(new ScriptedCard());
        await Station.PowerOffAsync(Stop);
        await Station.PowerOffAsync(Stop);

        (await Station.TransmitAsync(ScriptedCard.Echo(1, 1), Stop)).Failure!.Fault.ShouldBe(DeviceFault.ChipRemoved);
        (await PowerOnInTheEndAsync()).Length.ShouldBeGreaterThan(2);
    }

    [Fact(Timeout = Patience)]
    public async Task A_cancelled_command_throws_and_the_next_card_works()
    {
        var card = new ScriptedCard();
        await PowerAsync(Hurried, card);
        using var cancel = new CancellationTokenSource();
        card.Heard += cancel.Cancel;

        await Should.ThrowAsync<OperationCanceledException>(
            async () => await Hurried.TransmitAsync(ScriptedCard.Mute, cancel.Token));
        await SwapAsync(new ScriptedCard());
    }

    [Fact(Timeout = Patience)]
    public async Task An_empty_station_opens_and_has_nothing_to_complain_of()
    {
        (await Station.OpenAsync(Stop)).Failure.ShouldBeNull();
        (await Station.CheckAsync(Stop)).Value.ShouldBe(default);
    }

    [Fact(Timeout = Patience)]
    public async Task Checks_and_openings_leave_a_powered_card_as_it_is()
    {
        await PowerAsync(new ScriptedCard());
        for (byte number = 1; number < 4; number++)
        {
            (await Station.CheckAsync(Stop)).Value.ShouldBe(default);
            (await Station.OpenAsync(Stop)).Failure.ShouldBeNull();
            (await Station.TransmitAsync(ScriptedCard.Echo(number, 3), Stop)).Ok.ShouldBeTrue();
        }
    }

    [Fact(Timeout = Patience)]
    public async Task A_check_in_the_middle_of_a_command_does_not_wait_for_the_chip()
    {
        var card = new ScriptedCard();
        await PowerAsync(Hurried, card);
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        card.Heard += () => heard.TrySetResult();

        var mute = Hurried.TransmitAsync(ScriptedCard.Mute, Stop).AsTask();
        await heard.Task;
        (await Hurried.CheckAsync(Stop)).Value.ShouldBe(default);
        (await mute).Failure!.Fault.ShouldBe(DeviceFault.ChipMute);
    }

    protected abstract Task<IChipStationRig> MakeRigAsync();

    protected Task PowerAsync(ISlotCard card) => PowerAsync(Station, card);

    protected async Task PowerAsync(IChipStation station, ISlotCard card)
    {
        Rig.Insert(card);
        (await PowerOnInTheEndAsync(station)).ShouldBe(card.Atr);
    }

    /// <summary>
    /// For the hurried station. Takes the card out first, so that the reader lets go of what it waits for.
    /// </summary>
    protected async Task SwapAsync(ISlotCard card)
    {
        Rig.Remove();
        (await Hurried.PowerOnAsync(Stop)).Ok.ShouldBeFalse();
        await PowerAsync(Hurried, card);
    }

    protected Task<byte[]> PowerOnInTheEndAsync() => PowerOnInTheEndAsync(Station);

    /// <summary>A reader may need a second or two to see a change; the station may time out meanwhile.</summary>
    private static async Task<byte[]> PowerOnInTheEndAsync(IChipStation station)
    {
        var powered = await station.PowerOnAsync(Stop);
        for (var attempt = 0; attempt < PowerAttempts && !powered.Ok; attempt++)
        {
            powered = await station.PowerOnAsync(Stop);
        }

        powered.Ok.ShouldBeTrue(powered.ToString());
        return powered.Value;
    }
}
