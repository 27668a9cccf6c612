using DataAccess.Conformance;

namespace DataAccess.Cli.Tests.Check;

public sealed class MySqlCheckTests() : CheckSuite(MySqlEngine.Shared)
{
    protected override bool DescribesWrites => false;
}
