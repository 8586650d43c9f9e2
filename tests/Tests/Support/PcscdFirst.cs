using KioskSuite.Tests.ChipStation;
using KioskSuite.Tests.Support;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(PcscdFirst))]

namespace KioskSuite.Tests.Support;

/// <summary>
/// The tests of the one pcscd follow each other and mostly wait: begun first, they leave the processor to the others.
/// </summary>
public sealed class PcscdFirst : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(c => c.TestCollectionDisplayName != PcscdCollection.Name)];
}
