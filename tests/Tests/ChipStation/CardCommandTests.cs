using KioskSuite.KioskInABox.ChipStation;

namespace KioskSuite.Tests.ChipStation;

public sealed class CardCommandTests
{
    [Theory]
    [InlineData("00A40400", 0)]
    [InlineData("00A4040000", 0)]
    [InlineData("00A4040002AABB", 2)]
    [InlineData("00A4040002AABB00", 2)]
    [InlineData("00A40400000000", 0)]
    [InlineData("00A40400000003AABBCC", 3)]
    [InlineData("00A40400000003AABBCC0000", 3)]
    public void All_cases_of_lengths_are_understood(string hex, int data) =>
        CardCommand.Parse(Convert.FromHexString(hex)).ShouldNotBeNull().Data.Length.ShouldBe(data);

    [Theory]
    [InlineData("")]
    [InlineData("00A404")]
    [InlineData("00A4040002AA")]
    [InlineData("00A4040002AABB0000")]
    [InlineData("00A404000000")]
    [InlineData("00A40400000003AABB")]
    [InlineData("00A40400000000AABB")]
    public void Lengths_that_do_not_add_up_are_refused(string hex) =>
        CardCommand.Parse(Convert.FromHexString(hex)).ShouldBeNull();
}
