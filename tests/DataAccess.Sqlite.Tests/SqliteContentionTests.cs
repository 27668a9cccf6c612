using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteContentionTests() : ContentionSuite(new SqliteEngine())
{
    protected override Database OpenImpatient(int maxRetries) => SqliteDatabase.Open(
        ConnectionString,
        new SqliteOptions { BusyTimeout = TimeSpan.FromSeconds(1), Retry = new RetryOptions { MaxRetries = maxRetries } });
}
