using System.Reflection;

namespace KioskSuite.Tests.Issuance;

/// <summary>A class that runs published vectors and names each of them.</summary>
public interface IVectorTests
{
    static abstract IEnumerable<string> Declared { get; }
}

public sealed class VectorIdsTests
{
    [Fact]
    public void Exactly_the_copied_vectors_run()
    {
        var declared = typeof(VectorIdsTests).Assembly.GetTypes()
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(IVectorTests)))
            .SelectMany(DeclaredBy)
            .ToList();
        declared.ShouldBeUnique();
        Vectors.All.Keys.Order().ShouldBe(declared.Order());
    }

    private static IEnumerable<string> DeclaredBy(Type type) => (IEnumerable<string>)type
        .GetProperty(nameof(IVectorTests.Declared), BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
}
