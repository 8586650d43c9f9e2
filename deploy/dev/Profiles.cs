using KioskSuite.Dev.Demo;
using KioskSuite.Issuance.Products;

namespace KioskSuite.Dev;

/// <summary><c>./kiosk profile</c>: a product profile as a laboratory wants to see it.</summary>
internal static class Profiles
{
    private const int WrongProfile = 1;

    /// <summary>The demo's product.</summary>
    public static ProductProfile DebitClassic =>
        ProfileFile.Read(File.ReadAllBytes(PathOf("debit-classic"))) is { Profile: { } profile }
            ? profile
            : throw new LauncherException("deploy/products/debit-classic.json breaks a rule");

    /// <summary>Prints product, approval and hash, then one line per object; or what is wrong with the file.</summary>
    /// <param name="file">A path, or the name of a product in <c>deploy/products</c>.</param>
    public static async Task<int> ExportAsync(string file, TextWriter output, TextWriter error)
    {
        var typed = CallerPath.Full(file);
        var path = File.Exists(typed) ? typed : PathOf(file);
        if (!File.Exists(path))
        {
            throw new LauncherException($"{file} is neither a file nor a product in deploy/products");
        }

        var reading = ProfileFile.Read(await File.ReadAllBytesAsync(path));
        foreach (var complaint in reading.Complaints)
        {
            await error.WriteLineAsync($"{file}: {complaint}");
        }

        if (reading.Profile is not { } profile)
        {
            return WrongProfile;
        }

        await output.WriteLineAsync(
            $"# {profile.Product} version {profile.Version}, {profile.Scheme}, {profile.Approval}");
        await output.WriteLineAsync($"# sha256 {profile.Sha256}");
        await output.WriteLineAsync($"# stripe {profile.Stripe}");
        await output.WriteLineAsync("application,place,tag,name,value");
        foreach (var line in TagList.Of(profile))
        {
            await output.WriteLineAsync(
                $"{line.Application},\"{line.Place}\",{line.Tag},\"{line.Name}\",{line.Value}");
        }

        return 0;
    }

    private static string PathOf(string product) =>
        Path.Combine(Checkout.Root, "deploy", "products", $"{product}.json");
}
