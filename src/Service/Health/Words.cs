using System.Text.Json;
using KioskSuite.Devices;
using KioskSuite.Identity.Liveness;
using KioskSuite.Jobs;

namespace KioskSuite.Service.Health;

/// <summary>Wire words of closed lists, as the console and the screens read them.</summary>
internal static class Words
{
    public static string Of(Offer offer) => Kebab(offer.ToString());

    public static string Of(FacePrompt prompt) => Kebab(prompt.ToString());

    public static string Of(DeviceState state) => Kebab(state.ToString());

    /// <summary>Such as <c>cover-open</c>; empty for none.</summary>
    public static string Of(DeviceFault fault) => fault == DeviceFault.None ? "" : Kebab(fault.ToString());

    private static string Kebab(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}
