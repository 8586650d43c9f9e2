using FsCheck;
using FsCheck.Fluent;
using KioskSuite.Devices;
using KioskSuite.Issuance.Personalisation;
using KioskSuite.KioskInABox.World;

namespace KioskSuite.Tests.Issuance;

public sealed class TrackEncodingTests
{
    [Fact]
    public void Track_1_comes_back_with_clocking_bits_around_it()
    {
        const string data = "B6212345678901234569^CARDHOLDER/^3012220000000288";
        bool[] bits = [.. new bool[23], .. TrackEncoding.Track1.Encode(data), .. new bool[40]];
        TrackEncoding.Track1.Decode(bits).Value.ShouldBe(data);
    }

    [Fact]
    public void A_flipped_bit_is_found_wherever_it_is()
    {
        var bits = TrackEncoding.Track2.Encode("6212345678901234569=3012220000000288");
        for (var i = 0; i < bits.Length; i++)
        {
            bool[] changed = [.. bits];
            changed[i] = !changed[i];
            TrackEncoding.Track2.Decode(changed).Ok.ShouldBeFalse();
        }
    }

    /// <summary>Computed by hand from ISO/IEC 7811-2: the least significant bit first, odd parity, LRC last.</summary>
    [Theory]
    [InlineData(1, "B62^A/^3012", "10100010100011011010001001010111110100001111110010111110110010000001001000101010010"
        + "111111000100101")]
    [InlineData(3, "9962=156===0=", "11010100111001101101010001011010000101010110110110101101011000001101101111111111")]
    public void The_bits_are_those_of_the_standard_in_both_directions(int track, string data, string bits)
    {
        var format = TrackEncoding.All[track - 1];
        string.Concat(format.Encode(data).Select(bit => bit ? '1' : '0')).ShouldBe(bits);
        format.Decode([.. bits.Select(bit => bit == '1')]).Value.ShouldBe(data);
    }

    /// <summary>The simulated stripe has its own code for the same standard: neither is wrong alone.</summary>
    [Theory]
    [InlineData(1, " !\"#$&'()*+,-./0123456789:<=>@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_")]
    [InlineData(2, "0123456789:<=>")]
    [InlineData(3, "0123456789:<=>")]
    public void Every_character_is_the_same_on_the_simulated_stripe(int track, string data)
    {
        var (product, simulated) = (TrackEncoding.All[track - 1], TrackFormat.All[track - 1]);
        simulated.Magnetise(data).ShouldBe(product.Encode(data));
        simulated.Read(product.Encode(data)).ShouldBe(data);
        product.Decode(simulated.Magnetise(data)!).Value.ShouldBe(data);
        simulated.Magnetise("%;?").ShouldBeNull();
    }

    [Theory]
    [InlineData(1, 7, 79)]
    [InlineData(2, 5, 40)]
    [InlineData(3, 5, 107)]
    public void A_full_track_has_its_length_and_one_character_more_has_none(int track, int bits, int characters)
    {
        var format = TrackEncoding.All[track - 1];
        var full = new string('1', characters - 3);
        format.Encode(full).Length.ShouldBe(bits * characters);
        format.CanWrite(full + '1').ShouldBeFalse();
    }

    /// <summary>Two flipped bits of one character leave its parity; only the LRC tells.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Two_flipped_bits_of_a_character_are_found_by_the_LRC(int track)
    {
        var format = TrackEncoding.All[track - 1];
        var bits = format.Encode("6212345678");
        var width = bits.Length / 13;
        for (var at = width; at < bits.Length - width; at += width)
        {
            bool[] changed = [.. bits];
            (changed[at], changed[at + 1]) = (!changed[at], !changed[at + 1]);
            format.Decode(changed).Ok.ShouldBeFalse();
        }
    }

    [Fact]
    public void Any_bits_are_a_track_or_garbage() => Prop.ForAll<bool[]>(bits =>
    {
        var decoded = TrackEncoding.Track1.Decode(bits);
        return decoded.Ok || decoded.Failure!.Fault == DeviceFault.Garbage;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("1234A")]
    [InlineData("12?34")]
    [InlineData("12;34")]
    [InlineData("12345678901234567890123456789012345678")]
    public void What_a_track_cannot_hold_is_refused(string data)
    {
        TrackEncoding.Track2.CanWrite(data).ShouldBeFalse();
        Should.Throw<InvariantException>(() => TrackEncoding.Track2.Encode(data));
    }
}
