using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlCommandTimeoutTests() : CommandTimeoutSuite(MySqlEngine.Shared)
{
    protected override string Keyword => "Default Command Timeout";

    // Not by itself: a sleep that is interrupted gives 1 and no error.
    protected override string SlowQuery => "select cast(count(*) as char) from (select 1 as a union select 2) as x where sleep(30) = 0";
}
