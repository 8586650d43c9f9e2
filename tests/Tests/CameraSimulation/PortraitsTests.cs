using KioskSuite.KioskInABox.IdReader;

namespace KioskSuite.Tests.CameraSimulation;

public sealed class PortraitsTests
{
    [Fact]
    public void Each_portrait_fits_into_a_chip_and_is_nobody_elses()
    {
        var portraits = Enumerable.Range(0, 12).Select(Portraits.Of).ToList();

        portraits.ShouldAllBe(p => p.Length > 700 && p.Length <= 1016);
        portraits.Select(Convert.ToHexString).Distinct(StringComparer.Ordinal).Count().ShouldBe(12);
        portraits[5].ShouldBe(Portraits.Of(5));
    }
}
