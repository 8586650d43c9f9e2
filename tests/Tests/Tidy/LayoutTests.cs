namespace KioskSuite.Tests.Tidy;

public sealed class LayoutTests
{
    [Fact]
    public void The_root_is_found() => Repository.Root.ShouldNotBeEmpty();
}
