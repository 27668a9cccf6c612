using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.PostgreSql.Tests.Faults;

public sealed class PostgreSqlDirectedFaultTests() : DirectedServerFaultSuite(PostgreSqlEngine.Shared, new PostgreSqlTarget())
{
    // One statement, whatever its size.
    protected override bool LargeBatchHasItsOwnCommit => false;
}
