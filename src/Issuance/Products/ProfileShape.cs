using System.Globalization;
using System.Text.RegularExpressions;

namespace KioskSuite.Issuance.Products;

/// <summary>Sizes and counts, so that everything after it may trust them.</summary>
internal static partial class ProfileShape
{
    private const int MostApplications = 4;
    private const int MostRecords = 32;
    private const int MostObjects = 32;
    private const int DeepestObject = 4;
    private const int LargestIccKey = 1984;

    public static IReadOnlyList<string> Check(ProductProfile p)
    {
        List<string> said = [];
        Require(said, p.Schema == 1, "schema is 1");
        Require(said, Name().IsMatch(p.Product), "product is 1 to 32 letters, digits and hyphens");
        Require(said, p.Version >= 1, "version is 1 or more");
        Require(said, Approval().IsMatch(p.Approval), "approval is 1 to 32 letters, digits and hyphens");
        Require(said, ServiceCode().IsMatch(p.ServiceCode), "serviceCode is 3 digits");
        Require(said, p.VerificationAt is >= 0 and <= 20, "verificationAt is 0 to 20");
        Require(said, p.IccKeyBits is 0 or (>= 768 and <= LargestIccKey) && p.IccKeyBits % 8 == 0,
            "iccKeyBits is 0, or 768 to 1984 in whole bytes");
        Require(said, p.Keys is { Count: >= 1 and <= 8 } && p.Keys.All(k => k is not null && IsDay(k.From)),
            "keys has 1 to 8 versions, each with a day YYYY-MM-DD");
        Require(said, p.Directories.Count is >= 1 and <= 4 && p.Directories.All(IsSound),
            "directories has 1 to 4, each with a name, a file of 0 to 10 and groupings");
        Require(said, p.Applications.Count is >= 1 and <= MostApplications && p.Applications.All(a => a is not null),
            "applications has 1 to 4");
        if (said.Count == 0)
        {
            foreach (var application in p.Applications)
            {
                Check(said, application, Convert.ToHexString(application.Aid));
            }
        }

        return said;
    }

    public static bool IsDay(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static void Check(List<string> said, ApplicationProfile a, string aid)
    {
        Require(said, a.Aid.Length is >= 5 and <= 16, $"{aid}: aid has 5 to 16 bytes");
        Require(said, Label().IsMatch(a.Label), $"{aid}: label has 1 to 16 letters, digits and spaces");
        Require(said, a.Priority is >= 1 and <= 15, $"{aid}: priority is 1 to 15");
        Require(said, IsSound(a.Contact), $"{aid}: contact has an AIP of 2 bytes, an AFL and sound objects");
        Require(said, a.Contactless is null || IsSound(a.Contactless), $"{aid}: contactless, as contact");
        Require(said, a.Records.Count is >= 1 and <= MostRecords && a.Records.All(IsSound),
            $"{aid}: 1 to 32 records, SFI 1 to 30, number 1 to 16, each with sound objects");
        Require(said, a.Groups.Count <= MostRecords && a.Groups.All(IsSound),
            $"{aid}: at most 32 groups, each with one of value and from");
    }

    private static void Require(List<string> said, bool holds, string what)
    {
        if (!holds)
        {
            said.Add(what);
        }
    }

    private static bool IsSound(DirectoryProfile d) =>
        d is not null && DfName().IsMatch(d.Name) && d.Sfi is >= 0 and <= 10
        && d.SelectGroups.Count is >= 1 and <= 4 && AreSound(d.Fci, 1);

    private static bool IsSound(InterfaceProfile i) =>
        i.Aip.Length == 2 && i.Afl.Length is >= 4 and <= 64 && i.Afl.Length % 4 == 0
        && AreSound(i.Fci, 1) && AreSound(i.Options, 1);

    private static bool IsSound(RecordProfile r) =>
        r is not null && r.Sfi is >= 1 and <= 30 && r.Record is >= 1 and <= 16
        && r.Objects.Count >= 1 && AreSound(r.Objects, 1);

    private static bool IsSound(GroupProfile g) => g is not null && (g.Value is null) != (g.From is null);

    private static bool AreSound(IReadOnlyList<ObjectProfile> objects, int depth) =>
        objects.Count <= MostObjects && depth <= DeepestObject && objects.All(o => IsSound(o, depth));

    private static bool IsSound(ObjectProfile o, int depth)
    {
        if (o is null)
        {
            return false;
        }

        object?[] sources = [o.Value, o.Text, o.From, o.Objects];
        return sources.Count(source => source is not null) == 1
            && (o.Text is null || Text().IsMatch(o.Text))
            && (o.Objects is null || AreSound(o.Objects, depth + 1));
    }

    [GeneratedRegex("^[a-z0-9-]{1,32}$", RegexOptions.NonBacktracking)]
    private static partial Regex Name();

    [GeneratedRegex("^[A-Za-z0-9-]{1,32}$", RegexOptions.NonBacktracking)]
    private static partial Regex Approval();

    [GeneratedRegex("^[0-9]{3}$", RegexOptions.NonBacktracking)]
    private static partial Regex ServiceCode();

    [GeneratedRegex("^[A-Za-z0-9 ]{1,16}$", RegexOptions.NonBacktracking)]
    private static partial Regex Label();

    [GeneratedRegex(@"^[0-9A-Z.]{5,16}$", RegexOptions.NonBacktracking)]
    private static partial Regex DfName();

    [GeneratedRegex("^[ -~]{1,64}$", RegexOptions.NonBacktracking)]
    private static partial Regex Text();
}
