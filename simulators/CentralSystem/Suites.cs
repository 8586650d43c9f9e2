using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Products;

namespace KioskSuite.CentralSystem;

/// <summary>The algorithms this machine has, and what central does without those a product needs.</summary>
/// <param name="reports">One for each suite.</param>
internal sealed class Suites(IReadOnlyList<SuiteReport> reports)
{
    private static readonly Lazy<Suites> s_here = new(() => new Suites(CryptoSuites.Probe()));

    /// <summary>As the machine has them: asked once, when the first central starts.</summary>
    public static Suites Here => s_here.Value;

    /// <summary>What central says of them when it is ready.</summary>
    public IReadOnlyList<SuiteReport> Reports => reports;

    public bool Has(CryptoSuite suite) => reports.Single(report => report.Suite == suite.Name).Available;

    /// <exception cref="Grpc.Core.RpcException">The product's suite is not there: no ticket, no script.</exception>
    public void Require(ProductProfile product)
    {
        var name = product.Algorithms.Name;
        if (reports.Single(report => report.Suite == name) is { Available: false } absent)
            throw Refusal.State($"{product.Product} needs {name}, and this machine has no {absent.Missing}");
    }
}
