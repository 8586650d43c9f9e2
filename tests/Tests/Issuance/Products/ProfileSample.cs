using System.Text;
using System.Text.Json.Nodes;
using KioskSuite.Issuance.Products;
using KioskSuite.Tests.Tidy;

namespace KioskSuite.Tests.Issuance.Products;

/// <summary>The repository's profile, and copies of it that are wrong in one place.</summary>
internal static class ProfileSample
{
    public static byte[] File { get; } =
        System.IO.File.ReadAllBytes(Path.Combine(Repository.Root, "deploy/products/debit-classic.json"));

    public static ProductProfile Profile() => ProfileFile.Read(File).Profile!;

    /// <summary>Another of the repository's products.</summary>
    public static ProductProfile Of(string product) => ProfileFile.Read(System.IO.File.ReadAllBytes(
        Repository.PathTo("deploy", "products", $"{product}.json"))).Profile!;

    /// <summary>A product by contact only, without offline data authentication.</summary>
    public static ProductProfile ContactOnly() => ProfileFile.Read(System.IO.File.ReadAllBytes(
        Path.Combine(Repository.Root, "tests/Tests/Issuance/Products/contact-only.json"))).Profile!;

    /// <summary>What is said about the profile after a change.</summary>
    public static IReadOnlyList<string> Complaints(Action<JsonNode> change) => With(change).Complaints;

    public static ProfileReading With(Action<JsonNode> change)
    {
        var root = JsonNode.Parse(File)!;
        change(root);
        return ProfileFile.Read(Encoding.UTF8.GetBytes(root.ToJsonString()));
    }

    public static JsonNode Application(this JsonNode root) => root["applications"]![0]!;

    /// <summary>The object with a tag in some record of the application.</summary>
    public static JsonNode Object(this JsonNode root, string tag) => root.Application()["records"]!.AsArray()
        .SelectMany(r => r!["objects"]!.AsArray()).First(o => (string)o!["tag"]! == tag)!;

    /// <summary>Adds an object to a record of the application.</summary>
    public static void Add(this JsonNode root, int record, string @object) =>
        root.Application()["records"]![record]!["objects"]!.AsArray().Add(JsonNode.Parse(@object));
}
