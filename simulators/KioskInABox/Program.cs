using System.Text.Json;
using KioskSuite.KioskInABox.Hosting;

// KioskSuite.KioskInABox --folder DIR --seed FILE [--person ID] [--vpcd PORT] [--fault NAME] [--hold POINT] …
// Talks JSON lines on standard output, takes commands on standard input, ends when that closes.
const int UsageError = 64;
try
{
    var box = await Box.StartAsync(Arguments.Parse(args));
    await using (box)
    {
        var gate = new Lock();
        void Say(object said)
        {
            lock (gate)
            {
                Console.Out.WriteLine(JsonSerializer.Serialize(said));
                Console.Out.Flush();
            }
        }

        box.World.Holds.Reached += point => Say(new { @event = "held", point });
        Say(box.Ready);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            box.Obey(line, Say);
        }
    }

    return 0;
}
catch (Exception e) when (e is ArgumentException or FormatException or IOException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return UsageError;
}
