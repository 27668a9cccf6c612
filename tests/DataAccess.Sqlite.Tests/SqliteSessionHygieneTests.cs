using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteSessionHygieneTests() : SessionHygieneSuite(new SqliteEngine())
{
    /// <summary>SQLite's functions are the program's own; this one is known to leave nothing, and has to be run as any other.</summary>
    protected override string LeavingCall => "sqlite_version()";

    protected override string LeavingCallProbe => "select 0";

    protected override IEnumerable<SessionTrace> Traces => SqliteTraces.All;
}
