using KioskSuite.Dev.Pcscd;

namespace KioskSuite.Tests.ChipStation;

[Collection(PcscdCollection.Name)]
public sealed class PrivatePcscdTests(PcscdForTests pcscd)
{
    [Fact(Timeout = 60_000)]
    public async Task Two_run_beside_each_other_and_leave_no_process()
    {
        pcscd.SkipWithout();
        Assert.SkipUnless(pcscd.Pcscd.IsPrivate, pcscd.Said);
        var folder = Directory.CreateTempSubdirectory("pcscd").FullName;
        var said = "";
        var second = await PrivatePcscd.StartAsync(
            folder, 0, line => said = line, TimeProvider.System, TestContext.Current.CancellationToken);
        second.ShouldNotBeNull(said);

        second.SocketPath.ShouldNotBe(pcscd.Pcscd.SocketPath);
        second.ContactPort.ShouldNotBe(pcscd.Pcscd.ContactPort);
        said.ShouldContain("0.0.0.0");
        File.ReadAllText($"/proc/{second.ProcessId}/comm").Trim().ShouldBe("pcscd");

        var process = second.ProcessId;
        await second.DisposeAsync();
        Directory.Exists($"/proc/{process}").ShouldBeFalse();
        File.Exists(pcscd.Pcscd.SocketPath).ShouldBeTrue();
        Directory.Delete(folder, recursive: true);
    }
}
