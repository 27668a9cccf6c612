using System.Data.Common;
using DataAccess.Conformance;
using DataAccess.MySql;
using FluentMigrator.Runner;
using LinqToDB;
using LinqToDB.DataProvider.MySql;
using MySqlConnector;

namespace DataAccess.Benchmarks;

/// <summary>MySQL and MariaDB, with MySqlConnector, Dapper and linq2db.</summary>
internal sealed class MySqlBenchmark(string name, TestEngine host, string url) : BenchmarkEngine(name, host, url)
{
    private readonly string _url = url;

    protected override string CreateTable
        => "create table {0} (id bigint primary key, name varchar(100) not null, amount decimal(18, 4) not null, created datetime(6) not null, active boolean not null)";

    protected override string Description
        => "select concat(version(), ', innodb_flush_log_at_trx_commit ', @@innodb_flush_log_at_trx_commit, ', log_bin ', @@log_bin, ', sync_binlog ', @@sync_binlog)";

    protected override DbConnection CreateConnection() => new MySqlConnection(For("set-up"));

    protected override Contender[] CreateContenders() =>
    [
        new MySqlHandWritten(For(ContenderNames.HandWritten)),
        new DataAccessContender(MySqlDatabase.Open(_url), MySqlDatabase.Open(_url, new() { Connections = DataAccessContender.PoolOfEight })),
        new ExactlyOnceContender(MySqlDatabase.Open(_url)),
        new DapperContender(MySqlConnectorFactory.Instance, For(ContenderNames.Dapper)),
        new Linq2DbContender(new DataOptions().UseMySql(For(ContenderNames.Linq2Db), MySqlVersion.MySql80, MySqlProvider.MySqlConnector)),
        new HandWrittenMigrations(Migrations, MySqlConnectorFactory.Instance),
        new DataAccessMigrations(Migrations),
        new EvolveMigrations(Migrations, MySqlConnectorFactory.Instance),
        new FluentMigrations(Migrations, static builder => builder.AddMySql8()),
    ];

    protected override void ClearPools() => MySqlConnection.ClearAllPools();

    /// <summary>A pool of his own for each, by a name of his own.</summary>
    private string For(string contender)
        => new MySqlConnectionStringBuilder(_url) { ApplicationName = contender, AllowUserVariables = true }.ConnectionString;
}
