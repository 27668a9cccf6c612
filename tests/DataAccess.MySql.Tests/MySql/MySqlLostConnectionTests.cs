using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlLostConnectionTests() : LostConnectionSuite(MySqlEngine.Shared)
{
    protected override string SessionNumber => "select connection_id()";

    protected override string Kill(long session) => $"kill {session}";
}
