using KioskSuite.Devices;
using KioskSuite.Issuance.Blanks;

namespace KioskSuite.Tests.Issuance;

public sealed class BlankTests
{
    private const string Atr = "3B858131FE454B494F534BDB";

    private const string Cplc =
        "4790" + "5040" + "4791" + "8102" + "3900" + "1234" + "0A1B2C3D" + "5678"
        + "000000000000000000000000000000000000000000000000";

    private static readonly Dictionary<string, BlankStock> _stocks = new()
    {
        ["DEBIT-A"] = new("DEBIT-A", Atr.ToLowerInvariant(), "5040"),
        ["OTHER"] = new("OTHER", Atr, "9999"),
    };

    private static ScriptedChip Chip(string cplc, string cardData = "66009000") => new(command => command[1] switch
    {
        0xA4 => ScriptedChip.Hex("6F009000"),
        0xCA when command[3] == 0x7F => ScriptedChip.Hex(cplc),
        0xCA => ScriptedChip.Hex(cardData),
        _ => ScriptedChip.Hex("6D00"),
    });

    [Theory]
    [InlineData("9F7F2A" + Cplc + "9000")]
    [InlineData(Cplc + "9000")]
    public async Task A_blank_is_read_with_or_without_the_tag(string answer)
    {
        var blank = await BlankReader.ReadAsync(Chip(answer), TestContext.Current.CancellationToken);
        blank.Value.ChipId.ShouldBe("4790" + "5040" + "5678" + "0A1B2C3D");
        (blank.Value.IcType, blank.Value.Batch).ShouldBe(("5040", "5678"));
        Convert.ToHexString(blank.Value.Atr).ShouldBe(Atr);
    }

    [Theory]
    [InlineData("9000", DeviceFault.Garbage)]
    [InlineData("9F7F2A00119000", DeviceFault.Garbage)]
    [InlineData("9F7F2900" + Cplc + "9000", DeviceFault.Garbage)]
    [InlineData("6A88", DeviceFault.ChipRefused)]
    public async Task A_chip_that_does_not_say_what_it_is_is_a_typed_failure(string answer, DeviceFault fault)
    {
        var blank = await BlankReader.ReadAsync(Chip(answer), TestContext.Current.CancellationToken);
        blank.Failure!.Fault.ShouldBe(fault);
    }

    [Fact]
    public async Task Missing_card_data_are_no_obstacle()
    {
        var blank = await BlankReader.ReadAsync(Chip(Cplc + "9000", "6A88"), TestContext.Current.CancellationToken);
        blank.Value.CardData.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_mute_chip_stays_a_mute_chip()
    {
        var chip = new ScriptedChip(_ => ScriptedChip.Hex("9000")) { Atr = DeviceFault.ChipMute };
        var blank = await BlankReader.ReadAsync(chip, TestContext.Current.CancellationToken);
        blank.Failure!.Fault.ShouldBe(DeviceFault.ChipMute);
        chip.Sent.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("DEBIT-A", true)]
    [InlineData("OTHER", false)]
    [InlineData("UNKNOWN", false)]
    public void Only_a_blank_of_an_allowed_stock_passes(string allowed, bool passes)
    {
        var identity = new BlankIdentity(Convert.FromHexString(Atr), Convert.FromHexString(Cplc), []);
        var outcome = BlankGuard.Check(identity, new HashSet<string> { allowed }, _stocks);
        outcome.Ok.ShouldBe(passes);
        outcome.Failure?.Fault.ShouldBe(DeviceFault.WrongBlank);
    }

    [Fact]
    public void No_allowed_stock_means_no_blank()
    {
        var identity = new BlankIdentity(Convert.FromHexString(Atr), Convert.FromHexString(Cplc), []);
        BlankGuard.Check(identity, new HashSet<string>(), _stocks).Ok.ShouldBeFalse();
    }

    [Fact]
    public void Another_answer_to_reset_is_another_blank()
    {
        var identity = new BlankIdentity(Convert.FromHexString("3B80800101"), Convert.FromHexString(Cplc), []);
        BlankGuard.Check(identity, new HashSet<string> { "DEBIT-A" }, _stocks).Ok.ShouldBeFalse();
    }
}
