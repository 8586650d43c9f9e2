using KioskSuite.ChipStation.Pcsc;
using KioskSuite.Devices;
using KioskSuite.Tests.Issuance;

namespace KioskSuite.Tests.ChipStation;

public sealed class VpcdFramesTests : IVectorTests
{
    private const string Frames = "vpcd-frames";

    public static IEnumerable<string> Declared => [Frames];

    [Fact]
    public void Frames_are_those_of_vpcd()
    {
        var vector = Vectors.All[Frames];
        VpcdFrames.Build(VpcdFrames.PowerOff).ShouldBeHex(vector.Text("power_off"));
        VpcdFrames.Build(VpcdFrames.PowerOn).ShouldBeHex(vector.Text("power_on"));
        VpcdFrames.Build(VpcdFrames.Reset).ShouldBeHex(vector.Text("reset"));
        VpcdFrames.Build(VpcdFrames.GetAtr).ShouldBeHex(vector.Text("get_atr"));
        VpcdFrames.Build(Convert.FromHexString("3B80800101")).ShouldBeHex(vector.Text("atr_reply_example"));
        VpcdFrames.Build(Convert.FromHexString("00A4040008A000000151000000"))
            .ShouldBeHex(vector.Text("apdu_select_isd"));
        VpcdFrames.Build(Convert.FromHexString("9000")).ShouldBeHex(vector.Text("response_9000"));
        VpcdFrames.ParseLength([0x01, 0x02]).ShouldBe(258);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(34)]
    public void An_ATR_of_a_length_that_cannot_be_is_garbage(int length) =>
        VpcdFrames.ParseAtr(new byte[length]).Failure!.Fault.ShouldBe(DeviceFault.Garbage);
}
