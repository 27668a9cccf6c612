using Xunit.Sdk;
using Xunit.v3;

namespace DataAccess.Conformance;

/// <summary>Finds tests about whole data files where the files are.</summary>
public sealed class SharedDataDiscoverer : IXunitTestCaseDiscoverer
{
    public ValueTask<IReadOnlyCollection<IXunitTestCase>> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, IXunitTestMethod testMethod, IFactAttribute factAttribute)
    {
        IXunitTestCaseDiscoverer ordinary = factAttribute is ITheoryAttribute ? new TheoryDiscoverer() : new FactDiscoverer();
        return TestFiles.HasShared ? ordinary.Discover(discoveryOptions, testMethod, factAttribute) : new([]);
    }
}
