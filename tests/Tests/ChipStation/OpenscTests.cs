using System.Diagnostics;
using System.Text.RegularExpressions;
using KioskSuite.KioskInABox.ChipStation;
using KioskSuite.Tests.Tidy;

namespace KioskSuite.Tests.ChipStation;

/// <summary>An issued card read by a program that is none of ours, by the line that the README gives.</summary>
[Collection(PcscdCollection.Name)]
public sealed partial class OpenscTests(PcscdForTests pcscd)
{
    private const string Readme = "firmware-adapters/ChipStation.Pcsc/README.md";
    private const int Commands = 3;

    [Fact(Timeout = 60_000)]
    public async Task Opensc_finds_the_application_in_the_directory_of_an_issued_card_and_selects_it()
    {
        pcscd.SkipWithout();
        var chip = CardBench.Blank();
        foreach (var command in CardBench.Script(chip))
        {
            CardBench.StatusOf(chip.Transmit(command.Apdu)).ShouldBe((ushort)0x9000);
        }

        pcscd.Slot.Insert(new ChipInSlot(chip, (_, _) => Task.CompletedTask));
        var said = await UntilItAnswersAsync();
        pcscd.Slot.Remove();

        Good().Count(said).ShouldBe(Commands, said);
        said.ShouldContain("4F 08 A0 00 00 03 33 01 01 01");
        said.ShouldContain("84 08 A0 00 00 03 33 01 01 01");
    }

    private async Task<string> UntilItAnswersAsync()
    {
        var apdus = Apdu().Matches(Repository.Read(Readme)).SelectMany(m => (string[])["-s", m.Groups["hex"].Value]);
        for (var attempt = 0; ; attempt++)
        {
            var start = new ProcessStartInfo("opensc-tool", ["-r", "0", .. apdus])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["PCSCLITE_CSOCK_NAME"] = pcscd.Pcscd.SocketPath },
            };
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            // The reader shows a new card at its next look, within half a second.
            if (said.Contains("SW1=", StringComparison.Ordinal) || attempt == 50)
            {
                return said + await errors;
            }

            await Task.Delay(
                TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    [GeneratedRegex("-s (?<hex>[0-9A-F]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Apdu();

    [GeneratedRegex("SW1=0x90, SW2=0x00", RegexOptions.None, 1000)]
    private static partial Regex Good();
}
