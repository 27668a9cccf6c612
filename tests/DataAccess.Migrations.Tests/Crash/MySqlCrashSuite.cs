using DataAccess.Conformance;
using DataAccess.Mapping;
using DataAccess.Migrations.Sessions;
using MySqlConnector;

namespace DataAccess.Migrations.Tests.Crash;

/// <summary>MySQL and MariaDB: what holds a statement there is the read lock of the whole server, which no other test may meet.</summary>
public abstract class MySqlCrashSuite(TestEngine engine, MortalEngine mortal) : ServerCrashSuite(engine, mortal)
{
    /// <summary>Only rows are transactional here, so that is what one transaction is made of.</summary>
    protected override IReadOnlyList<string> Statements(MigrationTransaction transaction)
        => transaction == MigrationTransaction.None
            ? base.Statements(transaction)
            : [.. Enumerable.Range(1, 10).Select(static n => n % 2 == 1 ? $"insert into b values ({n})" : $"update b set n = n * 10 + {n}")];

    protected override async Task PrepareAsync(Database database, MigrationTransaction transaction)
    {
        if (transaction == MigrationTransaction.File)
        {
            await database.ExecuteAsync($"create table b (n bigint)", Token);
        }
    }

    protected override string Through(string connectionString, int port)
        => new MySqlConnectionStringBuilder(connectionString)
        {
            Server = "127.0.0.1",
            Port = (uint)port,
            SslMode = MySqlSslMode.None,
            AllowPublicKeyRetrieval = true,
        }.ConnectionString;

    /// <summary>A value stands in quotes, a command at a packet's start.</summary>
    protected override bool IsCommand(byte before) => before is < 0x20 or (byte)';';

    private protected override async Task<IAsyncDisposable> HoldAsync(Database database, string statement)
    {
        var session = await MigrationSession.OpenAsync(database, Token);
        await session.ExecuteAsync(SqlStatement.Raw("flush tables with read lock"), Token);
        return session;
    }

    private protected override SqlStatement Waiting(string statement)
        => $"select count(*) from information_schema.processlist where db = database() and info = {statement} and state like 'Waiting for%'";

    protected override async Task<string> DumpAsync(Database database)
    {
        var dump = new List<string>(await database.QueryAsync<string>(
            $"""
            select concat(table_name, '.', column_name, ' ', column_type, ' ', is_nullable) as line from information_schema.columns where table_schema = database() and table_name not like 'dataaccess%'
            union all select concat(table_name, ': ', index_name, ' ', seq_in_index, ' ', column_name) from information_schema.statistics where table_schema = database() and table_name not like 'dataaccess%'
            union all select concat('v: ', replace(view_definition, database(), '')) from information_schema.views where table_schema = database()
            union all select concat('history: ', migration, ' ', state) from dataaccess_migrations
            order by 1
            """,
            Token));
        foreach (var (table, row) in new[] { ("a", "concat_ws(' ', id, x, y)"), ("b", "cast(n as char)"), ("c", "concat_ws(' ', x, y)") })
        {
            if ((await database.DescribeTableAsync(new TableName(table), Token)).Count > 0)
            {
                dump.AddRange(await database.QueryAsync<string>(SqlStatement.Raw($"select concat('{table}: ', {row}) as line from {table} order by 1"), Token));
            }
        }

        return string.Join('\n', dump);
    }
}
