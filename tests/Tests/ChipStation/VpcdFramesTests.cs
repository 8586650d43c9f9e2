using KioskSuite.ChipStation.Pcsc;
using KioskSuite.Devices;

namespace KioskSuite.Tests.ChipStation;

public sealed class VpcdFramesTests
{
    [Fact]
    public void Frames_are_those_of_vpcd()
    {
        Convert.ToHexString(VpcdFrames.Build(VpcdFrames.PowerOff)).ShouldBe("000100");
        Convert.ToHexString(VpcdFrames.Build(VpcdFrames.PowerOn)).ShouldBe("000101");
        Convert.ToHexString(VpcdFrames.Build(VpcdFrames.Reset)).ShouldBe("000102");
        Convert.ToHexString(VpcdFrames.Build(VpcdFrames.GetAtr)).ShouldBe("000104");
        Convert.ToHexString(VpcdFrames.Build(Convert.FromHexString("00A4040008A000000151000000")))
            .ShouldBe("000D00A4040008A000000151000000");
        VpcdFrames.ParseLength([0x01, 0x02]).ShouldBe(258);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(34)]
    public void An_ATR_of_a_length_that_cannot_be_is_garbage(int length) =>
        VpcdFrames.ParseAtr(new byte[length]).Failure!.Fault.ShouldBe(DeviceFault.Garbage);
}
