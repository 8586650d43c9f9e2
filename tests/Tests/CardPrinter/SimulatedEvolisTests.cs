using System.Net.Sockets;
using System.Text;
using KioskSuite.Devices;
using KioskSuite.KioskInABox.CardPrinter;
using KioskSuite.KioskInABox.World;

namespace KioskSuite.Tests.CardPrinter;

/// <summary>The simulated printer by bytes alone, as another host would use it.</summary>
public sealed class SimulatedEvolisTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Xyz\r", "ERROR CDE\0")]
    [InlineData("Sv\r", "ERROR CDE\0")]
    [InlineData("Pcem;M\r", "ERROR CDE\0")]
    [InlineData("Db;q;2\r", "ERROR CDE\0")]
    [InlineData("Dbc;k;2;2;ab\r", "ERROR CDE\0")]
    [InlineData("Rlr;p\r", "OK\0")]
    [InlineData("Rse;b\r", "0,21 Volts\0")]
    [InlineData("Rco;c\rSis\rRco;c\r", " 4711 \0OK\0 4712 \0")]
    [InlineData("\0\0Sis\r\0\u001bRlr;p\r", "OK\0SMART CARD\0")]
    public async Task It_answers_as_documented(string sent, string answer)
    {
        var world = new World(1, "BLANK", 1, new HashSet<Fault>());
        await using var simulated = await StartAsync(world);
        (await AskAsync(simulated.Port, sent, answer.Length)).ShouldBe(answer);
    }

    [Fact]
    public async Task As_a_real_one_it_inserts_a_blank_when_told_to_print_with_none_inside()
    {
        var world = new World(1, "BLANK", 1, new HashSet<Fault>());
        await using var simulated = await StartAsync(world);
        await AskAsync(simulated.Port, "Ss\rDbc;k;2;1016;" + new string('\u00ff', 1016) + "\rSe\r", 9);
        world.At(Place.Printer).ShouldNotBeNull().Face.ShouldNotBeNull().ShouldAllBe(b => b == 0);
    }

    [Fact]
    public async Task A_host_that_went_away_while_its_answer_is_held_does_not_block_the_next()
    {
        var world = new World(1, "BLANK", 1, new HashSet<Fault>());
        await using var simulated = await StartAsync(world);
        world.Holds.Arm("feed");
        var held = new TaskCompletionSource();
        world.Holds.Reached += _ => held.TrySetResult();
        using (var first = await ConnectAsync(simulated.Port))
        {
            await first.SendAsync("Sis\r"u8.ToArray(), Stop);
            await held.Task.WaitAsync(Stop);
        }

        (await AskAsync(simulated.Port, "Rlr;p\r", 11)).ShouldBe("SMART CARD\0");
        world.Holds.Release("feed");
        (await AskAsync(simulated.Port, "Rlr;p\r", 11)).ShouldBe("SMART CARD\0");
    }

    [Theory]
    [InlineData("feed", "Sis\r", Place.Hopper, Place.ChipStation)]
    [InlineData("present", "Pneab;A;1\rSe\r", Place.Printer, Place.Exit)]
    [InlineData("taken", "Rse;b\r", Place.Taken, Place.Taken)]
    public async Task A_point_holds_after_the_act_and_before_the_answer(
        string point, string sent, Place from, Place to)
    {
        var world = new World(1, "BLANK", 1, new HashSet<Fault>());
        await using var simulated = await StartAsync(world);
        var card = from == Place.Hopper ? null : world.Feed(from);
        world.Holds.Arm(point);
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Holds.Reached += _ => held.TrySetResult();
        using var socket = await ConnectAsync(simulated.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(sent), Stop);
        await held.Task.WaitAsync(Stop);
        (card ?? world.Cards[0]).Place.ShouldBe(to);
        var armed = sent.Split('\r').Length == 3 ? 3 : 0;
        socket.Available.ShouldBeInRange(0, armed);
        world.Holds.Release(point);
        var answer = new byte[armed + 3];
        await using var stream = new NetworkStream(socket);
        await stream.ReadExactlyAsync(answer, Stop);
    }

    private static async Task<SimulatedEvolis> StartAsync(World world)
    {
        var options = new SimulatedEvolisOptions { TimeFactor = 0 };
        var simulated = new SimulatedEvolis(world, TimeProvider.System, options);
        await simulated.StartAsync(Stop);
        return simulated;
    }

    private static async Task<Socket> ConnectAsync(int port)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", port, Stop);
        return socket;
    }

    private static async Task<string> AskAsync(int port, string text, int length)
    {
        using var socket = await ConnectAsync(port);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text), Stop);
        var answer = new byte[length];
        await stream.ReadExactlyAsync(answer, Stop);
        return Encoding.Latin1.GetString(answer);
    }
}
