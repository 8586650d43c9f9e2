using KioskSuite.Dev;

namespace KioskSuite.Tests.Launcher;

public sealed class ProfilesTests
{
    [Fact]
    public async Task The_list_a_laboratory_gets_has_every_object_once_with_its_name_and_source()
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        (await Profiles.ExportAsync("debit-classic", output, error)).ShouldBe(0);
        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.ShouldContain("# stripe HiCo");
        lines.ShouldContain("A000000333010101,\"record 2.1\",5F24,\"Application Expiration Date\",<ExpiryDate>");
        lines.ShouldContain("A000000333010101,\"DGI, encrypted\",8000,\"\",<CardKeys>");
        lines.ShouldContain("1PAY.SYS.DDF01,\"SELECT answer\",88,\"SFI of the Directory Elementary File\",01");
        lines.Distinct().Count().ShouldBe(lines.Length);
        error.ToString().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_file_is_told_apart_from_a_right_one_by_words_and_exit_code()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "{}", TestContext.Current.CancellationToken);
        var (output, error) = (new StringWriter(), new StringWriter());
        (await Profiles.ExportAsync(file, output, error)).ShouldBe(1);
        output.ToString().ShouldBeEmpty();
        error.ToString().ShouldStartWith(file);
        File.Delete(file);
    }
}
