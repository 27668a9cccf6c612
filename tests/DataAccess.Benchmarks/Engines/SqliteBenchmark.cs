using System.Data.Common;
using DataAccess.Conformance;
using DataAccess.Sqlite;
using LinqToDB;
using LinqToDB.DataProvider.SQLite;
using Microsoft.Data.Sqlite;

namespace DataAccess.Benchmarks;

/// <summary>SQLite on a file in WAL mode that syncs each commit, for all contenders. Written, not read.</summary>
internal sealed class SqliteBenchmark(string name, TestEngine host, string url) : BenchmarkEngine(name, host, url)
{
    private readonly string _url = url;

    protected override string CreateTable
        => "pragma journal_mode = wal; create table {0} (id integer primary key, name text not null, amount decimal_text not null, created timestamp not null, active boolean not null)";

    protected override string Description => "select 'SQLite ' || sqlite_version() || ', wal, synchronous ' || (select synchronous from pragma_synchronous)";

    private string Connection => new SqliteConnectionStringBuilder { DataSource = _url["sqlite:".Length..] }.ConnectionString;

    // A checkpoint too, so that nobody pays for what the one before him has written.
    public override Task EmptyAsync() => ExecuteAsync($"delete from {Tables.Written}; pragma wal_checkpoint(truncate)");

    protected override DbConnection CreateConnection() => new SqliteConnection(Connection);

    protected override Contender[] CreateContenders() =>
    [
        new SqliteHandWritten(Connection),
        new DataAccessContender(SqliteDatabase.Open(_url), null),
        new ExactlyOnceContender(SqliteDatabase.Open(_url)),
        new Linq2DbContender(new DataOptions().UseSQLite(Connection, SQLiteProvider.Microsoft), writesTogether: false),
    ];

    protected override void ClearPools() => SqliteConnection.ClearAllPools();
}
