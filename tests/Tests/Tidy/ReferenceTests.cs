using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace KioskSuite.Tests.Tidy;

/// <summary>Which project may see which. A reference that is not in the table is refused.</summary>
public sealed partial class ReferenceTests
{
    private const string Adapters = "firmware-adapters/*";

    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["src/Devices"] = [],
        ["src/Journal"] = [],
        ["src/Grpc/Core"] = [],
        ["src/Grpc/Wire"] = ["src/Grpc/Core"],
        ["src/Messages"] = ["src/Grpc/Core"],
        ["src/Issuance"] = ["src/Devices"],
        ["src/Identity"] = ["src/Devices"],
        ["src/Imaging"] = ["src/Devices"],
        ["src/Jobs"] = ["src/Devices", "src/Journal", "src/Messages", "src/Issuance", "src/Identity"],
        ["src/CentralLink"] = ["src/Journal", "src/Messages", "src/Grpc/Wire"],
        ["src/Console"] = ["src/Journal", "src/Messages"],
        ["src/Service"] = ["src/*", Adapters],
        [Adapters] = ["src/Devices"],
        ["simulators/KioskInABox"] = ["src/Devices", "src/Issuance", "src/Imaging", Adapters],
        ["simulators/CentralSystem"] = ["src/Issuance", "src/Messages", "src/Grpc/Wire"],
        ["deploy/dev"] = ["src/Issuance", "src/Journal", "src/Messages"],
        ["tests/*"] = ["src/*", Adapters, "simulators/*", "deploy/*", "tests/Benchmarks"],
    };

    /// <summary>Only these may carry ASP.NET.</summary>
    private static readonly string[] WebAllowed = ["src/Service/", "src/Grpc/Wire/", "simulators/", "tests/"];

    [Fact]
    public void Projects_reference_only_what_the_design_allows()
    {
        var projects = Repository.FilesIn([], ".csproj").ToList();
        projects.Count.ShouldBeGreaterThan(15);
        projects.SelectMany(project => Refused(project, Repository.Read(project))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("src/Jobs/Jobs.csproj", "../CentralLink/CentralLink.csproj")]
    [InlineData("src/Devices/Devices.csproj", "../Journal/Journal.csproj")]
    [InlineData("src/Service/Service.csproj", "../../simulators/KioskInABox/KioskInABox.csproj")]
    [InlineData("firmware-adapters/A.B/A.B.csproj", "../C.D/C.D.csproj")]
    [InlineData("simulators/KioskInABox/KioskInABox.csproj", "../../src/Jobs/Jobs.csproj")]
    [InlineData("src/New/New.csproj", "../Devices/Devices.csproj")]
    public void A_reference_outside_the_table_is_found(string project, string reference) =>
        Refused(project, $"""<Project><ItemGroup><ProjectReference Include="{reference}" /></ItemGroup></Project>""")
            .ShouldHaveSingleItem();

    [Fact]
    public void Only_screens_and_the_wire_carry_the_web_framework()
    {
        var web = Repository.FilesIn([], ".csproj").Where(project => IsWeb(Repository.Read(project))).ToList();
        web.ShouldNotBeEmpty();
        web.RemoveAll(project => WebAllowed.Any(place => project.StartsWith(place, StringComparison.Ordinal)));
        web.ShouldBeEmpty();
        IsWeb("""<Project Sdk="Microsoft.NET.Sdk" />""").ShouldBeFalse();
    }

    [Fact]
    public void The_product_does_not_name_the_simulators()
    {
        var files = Repository.FilesIn(["src", "firmware-adapters"], ".cs", ".razor");
        files.Where(file => NamesSimulator(Repository.Read(file))).ShouldBeEmpty();
        NamesSimulator("using KioskSuite.KioskInABox.World;").ShouldBeTrue();
        NamesSimulator("[assembly: InternalsVisibleTo(\"KioskSuite.KioskInABox\")]").ShouldBeFalse();
    }

    [Fact]
    public void The_simulated_card_shares_only_TLV_and_crypto_with_the_product()
    {
        var files = Repository.FilesIn(["simulators/KioskInABox"], ".cs");
        Broken(files, IssuanceUsesElsewhere).ShouldBeEmpty();
        IssuanceUsesElsewhere("using KioskSuite.Issuance.Scp03;").ShouldHaveSingleItem();
        IssuanceUsesElsewhere("var a = Issuance.Emv.B;").ShouldHaveSingleItem();
        IssuanceUsesElsewhere("using KioskSuite.Issuance;").ShouldHaveSingleItem();
        IssuanceUsesElsewhere("using KioskSuite.Issuance.Tlv; using D = Issuance.Crypto.Des;").ShouldBeEmpty();
    }

    [Fact]
    public void The_simulators_take_only_the_picture_writers_from_imaging()
    {
        var files = Repository.FilesIn(["simulators"], ".cs");
        Broken(files, PainterUses).ShouldBeEmpty();
        PainterUses("var p = new ImagingProcess(o, t);").ShouldHaveSingleItem();
        PainterUses("PngWriter.Write(file, 1, 1, rgb);").ShouldBeEmpty();
        PainterUses("using var writer = new JpegWriter();").ShouldBeEmpty();
        PainterUses("var m = new FaceMeter(v);").ShouldHaveSingleItem();
    }

    [Fact]
    public void Only_the_ticket_verifier_makes_a_permit()
    {
        var files = Repository.FilesIn(["src", "firmware-adapters", "simulators", "deploy"], ".cs");
        var makers = files.Where(file => MakesPermit(Repository.Read(file))).ToList();
        makers.Where(file => !IsTicketVerifier(file)).ShouldBeEmpty();
        makers.Count.ShouldBeLessThanOrEqualTo(1);
        MakesPermit("var a = new IssuePermit (t, a, b, c);").ShouldBeTrue();
        MakesPermit("// new IssuePermit(t)").ShouldBeFalse();
        IsTicketVerifier("src/Jobs/TicketVerifier.cs").ShouldBeTrue();
        IsTicketVerifier("src/Jobs/IssueCard.cs").ShouldBeFalse();
    }

    private static IEnumerable<string> Refused(string project, string xml)
    {
        var folder = Folder(project);
        var allowed = Allowed.Where(row => Matches(row.Key, folder)).Select(row => row.Value).FirstOrDefault();
        if (allowed is null) return [$"{project} is not in the table"];
        return XDocument.Parse(xml).Descendants("ProjectReference")
            .Select(reference => Folder(Resolve(folder, reference.Attribute("Include")!.Value)))
            .Where(target => !allowed.Any(pattern => Matches(pattern, target)))
            .Select(target => $"{folder} may not reference {target}");
    }

    private static string Folder(string file) => Path.GetDirectoryName(file)!.Replace('\\', '/');

    private static string Resolve(string folder, string relative) =>
        Path.GetRelativePath("/", Path.GetFullPath(Path.Combine("/", folder, relative.Replace('\\', '/'))));

    private static bool Matches(string pattern, string folder) => pattern.EndsWith("/*", StringComparison.Ordinal)
        ? folder.StartsWith(pattern[..^1], StringComparison.Ordinal)
        : pattern == folder;

    private static bool IsWeb(string xml) => xml.Contains("Microsoft.NET.Sdk.Web", StringComparison.Ordinal)
        || xml.Contains("Microsoft.AspNetCore.App", StringComparison.Ordinal);

    private static bool NamesSimulator(string code) =>
        SimulatorName().IsMatch(CodeRules.WithoutTextsAndComments(code));

    private static IEnumerable<string> IssuanceUsesElsewhere(string code) => IssuanceName()
        .Matches(CodeRules.WithoutTextsAndComments(code))
        .Where(use => use.Groups["room"].Value is not ("Tlv" or "Crypto"))
        .Select(use => use.Value);

    private static IEnumerable<string> PainterUses(string code) => PainterName()
        .Matches(CodeRules.WithoutTextsAndComments(code))
        .Select(use => use.Value);

    private static bool MakesPermit(string code) =>
        CodeRules.WithoutTextsAndComments(code).Contains("new IssuePermit (", StringComparison.Ordinal);

    private static bool IsTicketVerifier(string file) => file.StartsWith("src/Jobs/", StringComparison.Ordinal)
        && Path.GetFileName(file).Contains("Ticket", StringComparison.Ordinal);

    private static List<string> Broken(IEnumerable<string> files, Func<string, IEnumerable<string>> rule) =>
        [.. files.SelectMany(file => rule(Repository.Read(file)).Select(what => $"{file}: {what}"))];

    [GeneratedRegex(@"\b(KioskInABox|CentralSystem)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SimulatorName();

    [GeneratedRegex(@"\bIssuance\b( \. (?<room>\w+))?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IssuanceName();

    [GeneratedRegex(
        @"\b(Imaging(Process|Options|Child|Frames|Loop)|FacePainter|FaceLayout|Vision|FaceMeter|JpegDecoder)\b",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex PainterName();
}
