using System.Reflection;

namespace KioskSuite.Tests.Issuance;

/// <summary>A class that runs published vectors and names each of them.</summary>
public interface IVectorTests
{
    static abstract IEnumerable<string> Declared { get; }
}

public sealed class VectorIdsTests
{
    /// <summary>Vectors of the secure channels and the card simulator; who declares one deletes it here.</summary>
    private static readonly string[] _awaited =
    [
        "scp02-pysim-sja2",
        "scp02-kaoh-getstatus",
        "scp03-pysim-AES128-lvl11",
        "scp03-pysim-AES128-lvl33",
        "scp03-pysim-AES192-lvl11",
        "scp03-pysim-AES192-lvl03",
        "scp03-pysim-AES256-lvl11",
        "scp03-pysim-AES256-lvl03",
        "scp03-yubico-rdec-ctr1",
        "gp-diversify-emv",
        "gp-diversify-visa2",
        "scp02-session-seq0000",
        "scp02-putkey-enc",
        "gp-kcv-aes-0001",
        "scp02-zero-keys",
        "store-data-scp02-example",
        "put-key-scp02-data",
        "scp03-s16-selfmade",
        "atr-3B80800101",
        "atr-3B600000",
        "atr-3B858131FE45",
        "atr-3BF813000081",
        "vpcd-frames",
    ];

    [Fact]
    public void Exactly_the_copied_vectors_run()
    {
        var declared = typeof(VectorIdsTests).Assembly.GetTypes()
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(IVectorTests)))
            .SelectMany(DeclaredBy)
            .ToList();
        declared.ShouldBeUnique();
        Vectors.All.Keys.Where(id => !_awaited.Contains(id)).Order().ShouldBe(declared.Order());
    }

    private static IEnumerable<string> DeclaredBy(Type type) => (IEnumerable<string>)type
        .GetProperty(nameof(IVectorTests.Declared), BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
}
