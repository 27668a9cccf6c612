using System.Data.Common;
using DataAccess.Conformance;
using DataAccess.PostgreSql;
using FluentMigrator.Runner;
using LinqToDB;
using LinqToDB.DataProvider.PostgreSQL;
using Npgsql;

namespace DataAccess.Benchmarks;

/// <summary>PostgreSQL, with Npgsql, Dapper, linq2db and EF Core.</summary>
internal sealed class PostgreSqlBenchmark(string name, TestEngine host, string url) : BenchmarkEngine(name, host, url)
{
    private readonly string _url = url;

    protected override string CreateTable
        => "create table {0} (id bigint primary key, name text not null, amount numeric not null, created timestamp not null, active boolean not null)";

    protected override string Description
        => "select 'PostgreSQL ' || current_setting('server_version') || ', fsync ' || current_setting('fsync') || ', synchronous_commit ' || current_setting('synchronous_commit')";

    protected override DbConnection CreateConnection() => new NpgsqlConnection(_url);

    protected override Contender[] CreateContenders() =>
    [
        new PostgreSqlHandWritten(For(ContenderNames.HandWritten)),
        new DataAccessContender(
            PostgreSqlDatabase.Open(_url),
            PostgreSqlDatabase.Open(_url, new() { Connections = DataAccessContender.PoolOfEight })),
        new ExactlyOnceContender(PostgreSqlDatabase.Open(_url)),
        new DapperContender(NpgsqlFactory.Instance, Prepared(ContenderNames.Dapper)),
        new Linq2DbContender(new DataOptions().UsePostgreSQL(Prepared(ContenderNames.Linq2Db), PostgreSQLVersion.v15)),
        new EfCoreContender(Prepared(ContenderNames.EfCore)),
        new HandWrittenMigrations(Migrations, NpgsqlFactory.Instance),
        new DataAccessMigrations(Migrations),
        new DbUpMigrations(Migrations),
        new EvolveMigrations(Migrations, NpgsqlFactory.Instance),
        new FluentMigrations(Migrations, static builder => builder.AddPostgres15_0()),
    ];

    protected override void ClearPools() => NpgsqlConnection.ClearAllPools();

    /// <summary>A pool of his own for each, by a name of his own.</summary>
    private string For(string contender) => new NpgsqlConnectionStringBuilder(_url) { ApplicationName = contender }.ConnectionString;

    /// <summary>For those who do not prepare commands themselves.</summary>
    private string Prepared(string contender)
        => new NpgsqlConnectionStringBuilder(For(contender)) { MaxAutoPrepare = 20, AutoPrepareMinUsages = 2 }.ConnectionString;
}
