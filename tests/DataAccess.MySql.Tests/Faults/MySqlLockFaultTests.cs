using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.MySql.Tests.Faults;

public sealed class MySqlLockFaultTests() : LockFaultSuite(MySqlEngine.Shared)
{
    protected override string OtherSessions => "select id from information_schema.processlist where db = database() and id <> connection_id()";

    protected override string Kill(long session) => $"kill {session}";
}
