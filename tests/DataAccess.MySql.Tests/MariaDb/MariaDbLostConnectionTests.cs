using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbLostConnectionTests() : LostConnectionSuite(MariaDbEngine.Shared)
{
    protected override string SessionNumber => "select connection_id()";

    protected override string Kill(long session) => $"kill {session}";
}
