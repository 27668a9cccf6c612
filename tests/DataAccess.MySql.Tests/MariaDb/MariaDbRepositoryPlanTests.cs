using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbRepositoryPlanTests() : MySqlRepositoryPlanSuite(MariaDbEngine.Shared)
{
    protected override SqlStatement? Classic => null;
}
