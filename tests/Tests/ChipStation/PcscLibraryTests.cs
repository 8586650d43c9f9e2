using KioskSuite.ChipStation.Pcsc;
using KioskSuite.Dev.Pcscd;
using KioskSuite.Devices;
using KioskSuite.Devices.Links.Pcsc;
using KioskSuite.KioskInABox.ChipStation;
using KioskSuite.Tests.Contracts;

namespace KioskSuite.Tests.ChipStation;

/// <summary>The thin layer over libpcsclite with a real pcscd: readers, cards and other programs come and go.</summary>
[Collection(PcscdCollection.Name)]
public sealed class PcscLibraryTests(PcscdForTests pcscd) : IAsyncLifetime
{
    private const int Patience = 60_000;
    private const int Looks = 40;
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);
    private readonly List<PcscThread> _threads = [];

    /// <summary>The card of the test before looks the same: it has to be seen gone before another comes.</summary>
    public async ValueTask InitializeAsync()
    {
        pcscd.SkipWithout();
        await Start().CallAsync(context => WaitFor(context, new(PrivatePcscd.ContactReader), seen => !seen.HasCard));
    }

    public async ValueTask DisposeAsync()
    {
        pcscd.Slot.Remove();
        _threads.ForEach(thread => thread.Dispose());
        await Task.WhenAll(_threads.Select(thread => thread.Ended));
    }

    [Fact(Timeout = Patience)]
    public async Task Both_slots_are_listed()
    {
        var readers = await Start().CallAsync(List);

        readers.ShouldBe([PrivatePcscd.ContactReader, PrivatePcscd.ShopReader]);
    }

    /// <summary>No reader can be plugged into this pcscd, so that it wakes is shown with a scripted one.</summary>
    [Fact(Timeout = Patience)]
    public async Task The_coming_and_going_of_readers_can_be_waited_for()
    {
        var arrivals = new SCardReaderState(SCardReaderState.Notification);
        var waited = await Start().CallAsync(context =>
        {
            List(context);
            return context.GetStatusChange(TimeSpan.FromMilliseconds(50), arrivals);
        });

        waited.ShouldBe(SCardError.Timeout);
        arrivals.EventState.HasFlag(SCardState.Unknown).ShouldBeFalse();
    }

    [Fact(Timeout = Patience)]
    public async Task A_reader_that_comes_with_the_next_start_of_the_service_is_found_by_who_waits_for_it()
    {
        await using var station = new PcscChipStation(
            "late", new PcscOptions("Late PCD") { PowerOnDeadline = s_look * 20 }, TimeProvider.System);
        var powering = station.PowerOnAsync(TestContext.Current.CancellationToken);
        var port = PrivatePcscd.FreePair();
        await using var slot = new VpcdClient("127.0.0.1", port, TimeProvider.System);
        slot.Insert(new ScriptedCard());
        try
        {
            await pcscd.EndAsync();
            pcscd.Plug("Late PCD", port);
            await pcscd.RestartAsync();

            (await powering).Value.ShouldBe(new ScriptedCard().Atr);
        }
        finally
        {
            await pcscd.EndAsync();
            pcscd.Unplug();
            await pcscd.RestartAsync();
        }

        (await station.OpenAsync(TestContext.Current.CancellationToken)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
    }

    [Fact(Timeout = Patience)]
    public async Task A_swap_between_two_looks_shows_in_the_count_of_events()
    {
        var reader = new SCardReaderState(PrivatePcscd.ContactReader);
        var thread = Start();
        pcscd.Slot.Insert(new ScriptedCard());
        await thread.CallAsync(context => WaitForAtr(context, reader, 12));
        var (state, events) = (reader.EventState, reader.Events);

        pcscd.Slot.Insert(new ScriptedCard("3B80800101"));
        await Start().CallAsync(context => WaitForAtr(context, new(PrivatePcscd.ContactReader), 5));

        (await thread.CallAsync(context => context.GetStatusChange(TimeSpan.Zero, reader)))
            .ShouldBe(SCardError.Success);
        (reader.EventState & SCardState.Present).ShouldBe(state & SCardState.Present);
        reader.Events.ShouldNotBe(events);
    }

    [Fact(Timeout = Patience)]
    public async Task A_reset_by_another_program_is_told_before_any_command_and_mended_by_a_reconnect()
    {
        pcscd.Slot.Insert(new ScriptedCard());
        var (ours, theirs) = (Start(), Start());
        var mine = (await ours.CallAsync(Share))!;
        var other = (await theirs.CallAsync(Share))!;
        (await ours.CallAsync(_ => Echo(mine))).ShouldBe(SCardError.Success);

        await theirs.CallAsync(_ => other.Reconnect(SCardShareMode.Shared, SCardProtocol.Any, SCardDisposition.Reset));

        (await ours.CallAsync(_ => Echo(mine))).ShouldBe(SCardError.ResetCard);
        (await ours.CallAsync(
            _ => mine.Reconnect(SCardShareMode.Shared, SCardProtocol.Any, SCardDisposition.Leave)))
            .ShouldBe(SCardError.Success);
        (await ours.CallAsync(_ => Echo(mine))).ShouldBe(SCardError.Success);
    }

    [Fact(Timeout = Patience)]
    public async Task A_card_shared_by_another_program_cannot_be_had_alone_until_it_lets_go()
    {
        pcscd.Slot.Insert(new ScriptedCard());
        var (ours, theirs) = (Start(), Start());
        var other = (await theirs.CallAsync(Share))!;

        (await ours.CallAsync(Exclusive)).ShouldBe(SCardError.SharingViolation);
        await theirs.CallAsync(_ => other.Disconnect(SCardDisposition.Leave));
        (await ours.CallAsync(Exclusive)).ShouldBe(SCardError.Success);
    }

    /// <summary>vpcd has no serial number, so that no more than the refusal can be seen here.</summary>
    [Fact(Timeout = Patience)]
    public async Task A_reader_without_a_serial_number_says_so_when_it_is_asked_without_a_card()
    {
        var (error, serial) = await Start().CallAsync(context =>
        {
            List(context);
            context.Connect(PrivatePcscd.ContactReader, SCardShareMode.Direct, SCardProtocol.None, out var reader);
            using (reader)
            {
                return (reader!.GetAttribute(SCardAttribute.Serial, out var value), value);
            }
        });

        error.ShouldBe(SCardError.UnsupportedFeature);
        serial.ShouldBeEmpty();
    }

    [Fact(Timeout = Patience)]
    public async Task A_wait_that_is_cancelled_before_it_begins_does_not_begin()
    {
        var thread = Start();
        var reader = new SCardReaderState(PrivatePcscd.ContactReader);
        await thread.CallAsync(context => WaitFor(context, reader, seen => !seen.HasCard));
        thread.Cancel();

        await thread.CallAsync(context => context.GetStatusChange(TimeSpan.FromMilliseconds(Patience * 2), reader));
        (await thread.CallAsync(context => context.Pause(TimeSpan.FromMilliseconds(Patience * 2)))).ShouldBeFalse();
    }

    private static IReadOnlyList<string> List(SCardContext context)
    {
        context.Establish().ShouldBe(SCardError.Success);
        context.ListReaders(out var names).ShouldBe(SCardError.Success);
        return names;
    }

    private static bool WaitForAtr(SCardContext context, SCardReaderState reader, int length) =>
        WaitFor(context, reader, seen => seen.HasCard && seen.Atr.Length == length);

    private static bool WaitFor(SCardContext context, SCardReaderState reader, Func<SCardReaderState, bool> there)
    {
        context.Establish().ShouldBe(SCardError.Success);
        for (var look = 0; look < Looks; look++)
        {
            context.GetStatusChange(s_look, reader);
            reader.Accept();
            if (there(reader))
            {
                return true;
            }
        }

        throw new InvalidOperationException($"never seen: {reader.EventState}");
    }

    private static SCard? Share(SCardContext context)
    {
        WaitForAtr(context, new(PrivatePcscd.ContactReader), 12);
        context.Connect(PrivatePcscd.ContactReader, SCardShareMode.Shared, SCardProtocol.Any, out var card)
            .ShouldBe(SCardError.Success);
        return card;
    }

    private static SCardError Exclusive(SCardContext context)
    {
        context.Establish().ShouldBe(SCardError.Success);
        var error = context.Connect(
            PrivatePcscd.ContactReader, SCardShareMode.Exclusive, SCardProtocol.Any, out var card);
        card?.Dispose();
        return error;
    }

    private static SCardError Echo(SCard card) =>
        card.Transmit(ScriptedCard.Echo(1, 1), new byte[SCard.ReceiveSize], out _);

    private PcscThread Start()
    {
        var thread = PcscThread.Start("test", PcscLibrary.OfThisMachine());
        _threads.Add(thread);
        return thread;
    }
}
