using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbConnectionTests() : ConnectionSuite(MariaDbEngine.Shared)
{
    protected override (string Dirty, string Probe) SessionTrace
        => ("set @left_behind = 1", "select count(*) from (select @left_behind as v) as x where v is not null");
}
