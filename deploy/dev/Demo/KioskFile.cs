using System.Text.Json;
using System.Text.Json.Nodes;

namespace KioskSuite.Dev.Demo;

/// <summary>
/// Writes the configuration of the demo's kiosk: the template, and where everything stands this time.
/// </summary>
internal static class KioskFile
{
    public static string Write(PlantSetup setup, Places places)
    {
        var template = JsonNode.Parse(File.ReadAllText(Checkout.KioskTemplate))!;
        var seed = JsonNode.Parse(File.ReadAllText(setup.Seed))!;
        var file = new JsonObject
        {
            ["kiosk"] = Identity(seed),
            ["central"] = places.Central,
            ["journal"] = Path.Combine(setup.Folder, "journal.db"),
            ["screen"] = "http://127.0.0.1:0",
            ["idReader"] = With(template["idReader"]!, "port", places.SerialPort),
            ["printer"] = new JsonObject { ["host"] = "127.0.0.1", ["port"] = places.PrinterPort },
            ["chip"] = Reader(places.Chip),
            ["antenna"] = Reader(places.Antenna),
            ["camera"] = new JsonObject { ["source"] = places.Camera },
            ["evidence"] = new JsonObject
            {
                ["folder"] = Path.Combine(setup.Folder, "evidence"),
                ["key"] = seed["issuer"]!["evidencePublicKey"]!.DeepClone(),
            },
            ["policies"] = setup.Once ? Hurried(template["policies"]!, setup) : template["policies"]!.DeepClone(),
        };
        var path = Path.Combine(setup.Folder, "kiosk.json");
        File.WriteAllText(path, file.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
        return path;
    }

    private static JsonObject Reader(ReaderPlace place) =>
        new() { ["reader"] = place.Name, ["direct"] = place.Direct };

    private static JsonObject Identity(JsonNode seed) => new()
    {
        ["id"] = seed["kiosk"]!["id"]!.DeepClone(),
        ["hopper"] = seed["kiosk"]!["hopper"]!.DeepClone(),
        ["ticketKey"] = seed["issuer"]!["ticketPublicKey"]!.DeepClone(),
        ["documentTokenKey"] = seed["issuer"]!["documentTokenKey"]!.DeepClone(),
        ["blanks"] = new JsonArray([.. seed["blanks"]!.AsArray().Select(Guarded)]),
    };

    // What the kiosk must know of a stock to refuse any other; how its keys are made is central's own.
    private static JsonNode Guarded(JsonNode? blank) => new JsonObject
    {
        ["code"] = blank!["code"]!.DeepClone(),
        ["atr"] = blank["atr"]!.DeepClone(),
        ["icType"] = blank["icType"]!.DeepClone(),
    };

    // A run without people need not wait as long for one.
    private static JsonNode Hurried(JsonNode policies, PlantSetup setup)
    {
        var hurried = policies.DeepClone();
        hurried["takeWithin"] = "00:00:04";
        hurried["callPatience"] = $"{setup.CallPatience:c}";
        hurried["callWithin"] = "00:00:03";
        hurried["backoffMost"] = "00:00:01";
        return hurried;
    }

    private static JsonNode With(JsonNode node, string key, string value)
    {
        var copy = node.DeepClone();
        copy[key] = value;
        return copy;
    }
}

/// <summary>Where the simulators stand in this run.</summary>
internal sealed record Places(
    string Central, string SerialPort, int PrinterPort, ReaderPlace Chip, ReaderPlace Antenna, string Camera);

/// <param name="Name">Of the PC/SC reader; empty where pcscd cannot run.</param>
/// <param name="Direct">Host and port of the direct link; empty with a reader.</param>
internal sealed record ReaderPlace(string Name, string Direct);
