using KioskSuite.Devices.Links;
using KioskSuite.IdReader.Sdt;
using KioskSuite.Tests.Support;

namespace KioskSuite.Tests.IdReader;

/// <summary>A piece of an answer: wait so long, then send these bytes.</summary>
internal sealed record Piece(TimeSpan After, byte[] Bytes);

/// <summary>A module that answers as a test says: by request and by how often that request came before.</summary>
internal sealed class ScriptedModule(VirtualTime time, Func<SdtCommand, int, IEnumerable<Piece>?> script)
{
    public static byte[] ReadAnswer { get; } = new SdtResponse(
        0, SdtStatus.Done, new SdtReadAnswer(SdtVectors.Text("resident"), SdtVectors.Photo).Build()).Build();

    /// <summary>Requests in the order they came.</summary>
    public List<SdtCommand> Asked { get; } = [];

    /// <summary>Sets a reader up in virtual time, with a module that is healthy where the script says null.</summary>
    public static Task Run(
        Func<SdtCommand, int, IEnumerable<Piece>?> script,
        Func<SdtReader, ScriptedModule, VirtualTime, Task> test,
        SdtOptions? options = null) => VirtualTime.Run(async time =>
    {
        var (host, device) = LoopbackLink.CreatePair();
        var module = new ScriptedModule(time, script);
        var running = module.RunAsync(device);
        await using (var reader = new SdtReader("idReader", host, new NoPortraitDecoder(), time, options ?? new()))
        {
            await test(reader, module, time);
        }

        await running;
    });

    public static Piece[] Now(byte[] bytes) => [new(TimeSpan.Zero, bytes)];

    public static Piece[] Says(SdtStatus status) => Now(new SdtResponse(0, status).Build());

    /// <summary>The bytes one by one, each so much after the one before.</summary>
    public static IEnumerable<Piece> Trickle(byte[] bytes, TimeSpan gap) => bytes.Select(b => new Piece(gap, [b]));

    private async Task RunAsync(LoopbackLink device)
    {
        var parser = new SdtFrameParser(SdtRequest.HeadLength, 64);
        while (await device.ReadAsync(parser.Free, default) is { Ok: true, Value: var count })
        {
            parser.Advance(count);
            for (var scan = parser.Next(out var body); scan != SdtScan.NeedMore; scan = parser.Next(out body))
            {
                await AnswerAsync(device, SdtRequest.Parse(body)!.Value.Command);
            }
        }
    }

    private async Task AnswerAsync(LoopbackLink device, SdtCommand command)
    {
        var before = Asked.Count(c => c == command);
        Asked.Add(command);
        foreach (var piece in script(command, before) ?? Healthy(command))
        {
            if (piece.After > TimeSpan.Zero)
            {
                await Task.Delay(piece.After, time);
            }

            if (piece.Bytes.Length == 0)
            {
                await device.CloseAsync();
            }
            else if (!(await device.WriteAsync(piece.Bytes, default)).Ok)
            {
                return;
            }
        }
    }

    private static Piece[] Healthy(SdtCommand command) => command switch
    {
        SdtCommand.SamId => Now(new SdtResponse(0, SdtStatus.Done, new byte[16]).Build()),
        SdtCommand.Find => Now(new SdtResponse(0, SdtStatus.Found, new byte[4]).Build()),
        SdtCommand.Select => Now(new SdtResponse(0, SdtStatus.Done, new byte[8]).Build()),
        SdtCommand.ReadTextAndPhoto => Now(ReadAnswer),
        _ => Says(SdtStatus.Done),
    };
}
