using FsCheck;
using FsCheck.Fluent;
using KioskSuite.Devices;
using KioskSuite.Issuance.Personalisation;

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
