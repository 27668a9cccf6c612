using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlContentionTests() : ContentionServerSuite(MySqlEngine.Shared)
{
    protected override string BeImpatient => "set innodb_lock_wait_timeout = 1";
}
