using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbContentionTests() : ContentionServerSuite(MariaDbEngine.Shared)
{
    protected override string BeImpatient => "set innodb_lock_wait_timeout = 1";
}
