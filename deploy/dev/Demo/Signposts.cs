namespace KioskSuite.Dev.Demo;

/// <summary>Where to look while the demo stays up.</summary>
internal static class Signposts
{
    private const string SelectPse = "-s 00A404000E325041592E5359532E444446303100";
    private const string SelectApplication = "-s 00A4040008A00000033301010100";

    public static string Of(Plant plant) => $"""

        Everything keeps running. Look here:
          customer's screen   {plant.Screen}
          teller's page       {new Uri(plant.Screen, "/teller")}
          bench (hands)       {plant.Bench}
          console             {Console(plant)}
        {Card(plant)}
        Ctrl-C ends all of it.
        """;

    private static string Console(Plant plant) =>
        $"dotnet {Checkout.Assembly("src/Console", "kioskctl")} status "
        + $"--journal {plant.JournalPath} --service {plant.Screen}";

    private static string Card(Plant plant)
    {
        if (plant.PcscSocket is not { } socket)
        {
            return "  (no pcscd here: the chip is reached directly, so there is no card to look at)";
        }

        var environment = $"PCSCLITE_CSOCK_NAME={socket}";
        return $"  the issued card     {environment} opensc-tool -r 1 {SelectPse} {SelectApplication}\n"
            + $"                      {environment} timeout 3 pcsc_scan";
    }
}
