using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.PostgreSql.Tests.Faults;

public sealed class PostgreSqlLockFaultTests() : LockFaultSuite(PostgreSqlEngine.Shared)
{
    protected override string OtherSessions => "select pid::bigint from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";

    protected override string Kill(long session) => $"select pg_terminate_backend({session}, 5000)";
}
