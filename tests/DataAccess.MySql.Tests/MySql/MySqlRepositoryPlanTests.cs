using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlRepositoryPlanTests() : MySqlRepositoryPlanSuite(MySqlEngine.Shared)
{
    protected override SqlStatement? Classic => $"format = traditional ";
}
