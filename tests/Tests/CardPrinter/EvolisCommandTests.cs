using System.Text;
using FsCheck;
using FsCheck.Fluent;
using KioskSuite.CardPrinter.Evolis;

namespace KioskSuite.Tests.CardPrinter;

public sealed class EvolisCommandTests
{
    [Theory]
    [InlineData("Rfv", "1B5266760D")]
    [InlineData("Pem;2", "1B50656D3B320D")]
    [InlineData("Sis", "1B5369730D")]
    [InlineData("Rlr;p", "1B526C723B700D")]
    [InlineData("Rco;c", "1B52636F3B630D")]
    [InlineData("Dm;1;80C3D245", "1B446D3B313B38304333443234350D")]
    public void A_command_is_the_documented_bytes_both_ways(string head, string hex)
    {
        Convert.ToHexString(new EvolisCommand(head).Build()).ShouldBe(hex);
        EvolisCommand.Parse(Convert.FromHexString(hex), out var parsed, out var used).ShouldBe(EvolisParse.Whole);
        (parsed!.Head, used).ShouldBe((head, hex.Length / 2));
    }

    [Fact]
    public void The_start_of_a_captured_job_is_cut_into_its_commands()
    {
        const string start = "1B50723B6B0D" + "1B506D693B463B730D" + "1B50633B6B3B3D3B31300D" + "1B5064743B44550D"
            + "1B4D723B730D" + "1B507077733B313238313735343931380D" + "1B53730D" + "1B53720D"
            + "1B4462633B6B3B323B38333232333B";
        var bytes = Convert.FromHexString(start);
        bytes.Length.ShouldBe(80);
        var data = Filled(83_223, 0x1B);
        data[0] = 76;
        byte[] download = [.. bytes, .. data, 0x0D];
        byte[] stream =
        [
            .. download, .. new byte[64 - ((data.Length + 16) % 64)], .. "\u001bSe;1\r"u8, .. new byte[32],
        ];
        Parse(stream).ShouldBe(
        [
            "Pr;k", "Pmi;F;s", "Pc;k;=;10", "Pdt;DU", "Mr;s", "Ppws;1281754918", "Ss", "Sr",
            "Dbc;k;2;83223, 83223 bytes", "Se;1",
        ]);
    }

    [Theory]
    [InlineData(2, 82_296)]
    [InlineData(32, 411_480)]
    [InlineData(64, 493_776)]
    [InlineData(128, 576_072)]
    public void An_uncompressed_panel_is_counted_by_its_levels_whatever_it_holds(int levels, int length)
    {
        var command = new EvolisCommand($"Db;y;{levels}", Filled(length, 0x0D));
        var bytes = command.Build();
        EvolisCommand.Parse(bytes.AsSpan(..^1), out _, out _).ShouldBe(EvolisParse.Incomplete);
        EvolisCommand.Parse(bytes, out var parsed, out var used).ShouldBe(EvolisParse.Whole);
        parsed!.Data.Span.SequenceEqual(command.Data.Span).ShouldBeTrue();
        used.ShouldBe(bytes.Length);
    }

    [Fact]
    public void Escape_may_be_left_out_after_a_return() => Parse("\u001bSs\rSr\rSe\r"u8).ShouldBe(["Ss", "Sr", "Se"]);

    [Theory]
    [InlineData("\r")]
    [InlineData("Db;y\r")]
    [InlineData("Db;y;3;xxx\r")]
    [InlineData("Dbc;k;2;-1;x\r")]
    [InlineData("Dbc;k;2;999999999;x\r")]
    [InlineData("Dbc;k;2;1;xy\r")]
    [InlineData("R\u0007fv\r")]
    public void A_bad_command_is_refused_and_the_next_one_is_found(string bad)
    {
        var parsed = Parse(Encoding.ASCII.GetBytes(bad + "\u001bRsn\r"));
        parsed[0].ShouldBe("bad");
        parsed[^1].ShouldBe("Rsn");
    }

    [Fact]
    public void An_endless_head_is_refused_after_512_characters()
    {
        var head = Filled(EvolisCommand.HeadMost, (byte)'A');
        EvolisCommand.Parse(head, out _, out _).ShouldBe(EvolisParse.Incomplete);
        EvolisCommand.Parse([.. head, (byte)'A'], out _, out var used).ShouldBe(EvolisParse.Bad);
        used.ShouldBe(head.Length + 1);
    }

    [Fact]
    public void Track_data_and_panels_stand_in_no_text()
    {
        new EvolisCommand("Dm;2;6200000000000005").ToString().ShouldBe("Dm, 21 characters");
        new EvolisCommand("Dbc;k;2;3", "abc"u8.ToArray()).ToString().ShouldBe("Dbc;k;2;3, 3 bytes");
    }

    [Fact]
    public void Random_bytes_are_always_used_up_or_asked_for_more() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(), bytes => Parse(bytes).Count <= bytes.Length).QuickCheckThrowOnFailure();

    [Fact]
    public void A_damaged_stream_never_throws_and_makes_progress() => Prop.ForAll(
        Arb.From(Streams().SelectMany(stream => Gen.Choose(0, stream.Length - 1).SelectMany(
            at => Gen.Choose(0, 255).Select(value => Damaged(stream, at, (byte)value))))),
        bytes => Parse(bytes).Count <= bytes.Length).QuickCheckThrowOnFailure();

    [Fact]
    public void A_stream_cut_anywhere_gives_the_same_commands() => Prop.ForAll(
        Arb.From(Streams().SelectMany(s => Gen.Choose(1, s.Length).Select(at => (Stream: s, At: at)))),
        x => Parse(x.Stream).SequenceEqual(Parse(x.Stream, x.At))).QuickCheckThrowOnFailure();

    private static Gen<byte[]> Streams() => Gen.Elements(
        "\u001bRlr;p\r"u8.ToArray(),
        "Ss\r"u8.ToArray(),
        "\0\0\0"u8.ToArray(),
        "\u001bDbc;k;2;5;\r\u001b\0;\r\r"u8.ToArray(),
        "\u001bDm;1;B6200000000000005^A/B^3012\r"u8.ToArray())
        .NonEmptyListOf().Select(parts => parts.SelectMany(p => p).ToArray());

    private static byte[] Damaged(byte[] stream, int at, byte value)
    {
        byte[] copy = [.. stream];
        copy[at] = value;
        return copy;
    }

    private static byte[] Filled(int length, byte value)
    {
        var bytes = new byte[length];
        Array.Fill(bytes, value);
        return bytes;
    }

    /// <summary>Parses as a device does, with the bytes after <paramref name="cut"/> arriving later.</summary>
    private static List<string> Parse(ReadOnlySpan<byte> stream, int cut = int.MaxValue)
    {
        var commands = new List<string>();
        var from = 0;
        foreach (var end in new[] { Math.Min(cut, stream.Length), stream.Length })
        {
            while (EvolisCommand.Parse(stream[from..end], out var command, out var used) is var parse)
            {
                from += used;
                if (parse == EvolisParse.Incomplete)
                {
                    break;
                }

                used.ShouldBeGreaterThan(0);
                commands.Add(command?.ToString() ?? "bad");
            }
        }

        return commands;
    }
}
