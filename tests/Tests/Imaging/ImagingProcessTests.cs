using System.Diagnostics;
using KioskSuite.Devices;
using KioskSuite.Imaging;

namespace KioskSuite.Tests.Imaging;

/// <summary>The child process is killed, replaced by other programs, and left alone.</summary>
public sealed class ImagingProcessTests
{
    private const string Layout = "debit-classic";

    // A loaded test machine may need long to start a process; only the tests about time are in a hurry.
    private static readonly ImagingOptions Patient = new()
    {
        Deadline = TimeSpan.FromSeconds(60),
        EndWithin = TimeSpan.FromSeconds(30),
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_child_killed_in_the_middle_of_a_request_is_replaced_and_the_request_is_done()
    {
        await using var painter = new ImagingProcess(Patient, TimeProvider.System);
        (await painter.MeasureAsync("王", Layout, Stop)).Ok.ShouldBeTrue();
        var first = painter.ChildId!.Value;
        await Signals.SendAsync("STOP", first, Stop);
        // The stopped child holds the request; it cannot answer before it dies.
        var drawing = painter.DrawAsync(new FaceText("6217000000000000123", "王", "08/31", Layout, 1), Stop).AsTask();
        drawing.IsCompleted.ShouldBeFalse();
        await Signals.SendAsync("KILL", first, Stop);
        (await drawing).Ok.ShouldBeTrue();
        painter.ChildId.ShouldNotBe(first);
    }

    [Fact]
    public async Task A_child_that_hangs_is_ended_and_the_request_is_done_by_the_next()
    {
        var time = new HastyTime();
        await using var painter = new ImagingProcess(Patient, time);
        (await painter.MeasureAsync("王", Layout, Stop)).Ok.ShouldBeTrue();
        var first = painter.ChildId!.Value;
        await Signals.SendAsync("STOP", first, Stop);
        time.NextTimerIsShort = true;
        (await painter.MeasureAsync("王", Layout, Stop)).Ok.ShouldBeTrue();
        Directory.Exists($"/proc/{first}").ShouldBeFalse("the hanging child is gone");
    }

    [Theory]
    [InlineData("/bin/cat", "")]
    [InlineData("/usr/bin/yes", "")]
    [InlineData("/usr/bin/head", "-c1000000 /dev/zero")]
    [InlineData("/bin/true", "")]
    [InlineData("/bin/sleep", "1000")]
    [InlineData("/bin/sh", "-c (sleep 1000)&exec$IFS/bin/sleep$IFS''1000")]
    [InlineData("/nowhere/painter", "")]
    public async Task Another_program_in_its_place_fails_in_bounded_time(string program, string arguments)
    {
        var options = new ImagingOptions
        {
            Executable = program,
            Arguments = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Deadline = TimeSpan.FromMilliseconds(200),
            StartWithin = TimeSpan.FromMilliseconds(100),
        };
        await using var painter = new ImagingProcess(options, TimeProvider.System);
        var outcome = await painter.MeasureAsync("王", Layout, Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Stop);
        outcome.Failure!.Fault.ShouldBe(DeviceFault.PainterFailed);
        painter.ChildId.ShouldBeNull();
    }

    [Fact]
    public async Task A_request_is_tried_exactly_twice()
    {
        var log = Path.Combine(Directory.CreateTempSubdirectory("imaging").FullName, "starts");
        var options = new ImagingOptions { Executable = "/bin/sh", Arguments = ["-c", $"echo start >> {log}"] };
        await using var painter = new ImagingProcess(options, TimeProvider.System);
        (await painter.MeasureAsync("王", Layout, Stop)).Ok.ShouldBeFalse();
        (await File.ReadAllLinesAsync(log, Stop)).Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_caller_who_gives_up_leaves_no_stale_answer_for_the_next()
    {
        await using var painter = new ImagingProcess(Patient, TimeProvider.System);
        (await painter.MeasureAsync("王", Layout, Stop)).Ok.ShouldBeTrue();
        await Signals.SendAsync("STOP", painter.ChildId!.Value, Stop);
        using var impatient = new CancellationTokenSource();
        var asked = painter.MeasureAsync("王", Layout, impatient.Token).AsTask();
        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => asked);
        (await painter.MeasureAsync("王\n", Layout, Stop)).Failure!.Fault.ShouldBe(DeviceFault.GlyphMissing);
    }

    [Fact]
    public async Task Requests_asked_together_get_their_own_answers()
    {
        await using var painter = new ImagingProcess(Patient, TimeProvider.System);
        var names = Enumerable.Range(0, 8).Select(i => i % 2 == 0 ? "王" : "王\n").ToList();
        var asked = names.Select(name => painter.MeasureAsync(name, Layout, Stop).AsTask());
        var outcomes = await Task.WhenAll(asked);
        outcomes.Select(outcome => outcome.Ok).ShouldBe(names.Select(name => name == "王"));
    }

    [Fact]
    public async Task The_child_ends_when_its_input_closes()
    {
        var painter = new ImagingProcess(Patient, TimeProvider.System);
        (await painter.MeasureAsync("王", Layout, Stop)).Ok.ShouldBeTrue();
        var child = Process.GetProcessById(painter.ChildId!.Value);
        await painter.DisposeAsync();
        await child.WaitForExitAsync(Stop);
        Directory.Exists($"/proc/{child.Id}").ShouldBeFalse();
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("FFFFFFFF", "imaging: bad frame")]
    [InlineData("00000005" + "77" + "00000001", "imaging: bad frame")]
    [InlineData("00000010" + "01", "imaging: bad frame")]
    public async Task The_child_says_only_fixed_words_about_input_that_makes_no_sense(string input, string said)
    {
        var options = new ImagingOptions();
        var start = new ProcessStartInfo(options.Executable, options.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var child = Process.Start(start)!;
        await child.StandardInput.BaseStream.WriteAsync(Convert.FromHexString(input), Stop);
        child.StandardInput.Close();
        (await child.StandardError.ReadToEndAsync(Stop)).Trim().ShouldBe(said);
        (await child.StandardOutput.ReadToEndAsync(Stop)).ShouldBeEmpty();
        await child.WaitForExitAsync(Stop);
        child.ExitCode.ShouldBe(said.Length == 0 ? 0 : 2);
    }
}
