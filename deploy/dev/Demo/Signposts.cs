namespace KioskSuite.Dev.Demo;

/// <summary>Where to look while the demo stays up.</summary>
internal static class Signposts
{
    public static string Of(Plant plant) => $"""

        Everything keeps running. Look here:
          customer's screen   {plant.Screen}
          teller's page       {new Uri(plant.Screen, "/teller")}
          bench (hands)       {plant.Bench}
          console             dotnet {Checkout.Assembly("src/Console", "kioskctl")} status --journal {plant.JournalPath} --service {plant.Screen}
        {Card(plant)}
        Ctrl-C ends all of it.
        """;

    private static string Card(Plant plant) => plant.PcscSocket is not { } socket
        ? "  (no pcscd here: the chip is reached directly, so there is no card to look at)"
        : $"""
              the issued card     PCSCLITE_CSOCK_NAME={socket} opensc-tool -r 1 -s 00A404000E325041592E5359532E444446303100 -s 00A4040008A00000033301010100
                                  PCSCLITE_CSOCK_NAME={socket} timeout 3 pcsc_scan
            """;
}
