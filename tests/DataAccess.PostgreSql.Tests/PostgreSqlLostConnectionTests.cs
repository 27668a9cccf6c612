using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlLostConnectionTests() : LostConnectionSuite(PostgreSqlEngine.Shared)
{
    protected override string SessionNumber => "select pg_backend_pid()";

    protected override string Kill(long session) => $"select pg_terminate_backend({session}, 5000)";
}
