using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlConnectionTests() : ConnectionSuite(MySqlEngine.Shared)
{
    protected override (string Dirty, string Probe) SessionTrace
        => ("set @left_behind = 1", "select coalesce(@left_behind, 0)");
}
