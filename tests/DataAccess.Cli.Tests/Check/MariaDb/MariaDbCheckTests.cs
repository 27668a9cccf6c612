using DataAccess.Conformance;

namespace DataAccess.Cli.Tests.Check;

public sealed class MariaDbCheckTests() : CheckSuite(MariaDbEngine.Shared)
{
    protected override bool DescribesWrites => false;
}
