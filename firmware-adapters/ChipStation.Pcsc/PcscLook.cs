using KioskSuite.Devices;
using KioskSuite.Devices.Links.Pcsc;

namespace KioskSuite.ChipStation.Pcsc;

/// <summary>Looks for the reader on a thread of its own, so that a session does not notice it.</summary>
internal sealed class PcscLook(
    string name, IPcscLibrary library, PcscChoice choice, PcscOptions options, TimeProvider time)
{
    private readonly Turn _one = new();
    private Task _stuck = Task.CompletedTask;

    /// <summary>Whether somebody, we or another program, uses the reader's card.</summary>
    public async ValueTask<Outcome<bool>> RunAsync(CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            if (!_stuck.IsCompleted)
            {
                return new Failure(DeviceFault.Timeout, "a look is stuck");
            }

            using var thread = PcscThread.Start($"{name} look", library);
            _stuck = thread.Ended;
            var held = await thread.CallAsync(context => PcscCard.IsHeld(context, choice))
                .WaitAsync(options.PowerOnDeadline, time, stop);
            _stuck = Task.CompletedTask;
            return held;
        }
        catch (TimeoutException)
        {
            return new Failure(DeviceFault.Timeout, "no answer from pcscd");
        }
        finally
        {
            _one.Release();
        }
    }
}
