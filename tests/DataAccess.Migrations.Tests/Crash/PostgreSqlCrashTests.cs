using DataAccess.Conformance;
using DataAccess.Migrations.Sessions;
using Npgsql;

namespace DataAccess.Migrations.Tests.Crash;

[Collection("PostgreSQL")]
public sealed class PostgreSqlCrashTests() : ServerCrashSuite(PostgreSqlEngine.Shared, MortalEngine.PostgreSql)
{
    private const string Gate = "7";

    /// <summary>Everything passes a gate: changes of the schema by an event trigger, the rest by a function that it calls.</summary>
    protected override Task PrepareAsync(Database database, MigrationTransaction transaction) => database.ExecuteAsync(
        SqlStatement.Raw(
            $"""
            create function gated(value int) returns int language plpgsql as
              $$ begin perform pg_advisory_lock_shared({Gate}); perform pg_advisory_unlock_shared({Gate}); return value; end $$;
            create function gate_schema() returns event_trigger language plpgsql as
              $$ begin perform gated(1); end $$;
            create event trigger gate on ddl_command_start
              when tag in ('CREATE TABLE', 'CREATE TABLE AS', 'ALTER TABLE', 'CREATE INDEX', 'CREATE VIEW') execute function gate_schema();
            """),
        Token).AsTask();

    protected override IReadOnlyList<string> Statements(MigrationTransaction transaction)
        => [.. base.Statements(transaction).Select(statement => statement
            .Replace("values (1, 1)", "values (1, gated(1))", StringComparison.Ordinal)
            .Replace("x + 10", "x + gated(10)", StringComparison.Ordinal)
            .Replace("count(*)", "gated(count(*)::int)", StringComparison.Ordinal)
            .Replace("(42)", "(gated(42))", StringComparison.Ordinal)
            .Replace("index a_x", transaction == MigrationTransaction.None ? "index concurrently a_x" : "index a_x", StringComparison.Ordinal))];

    /// <summary>
    /// A single statement is sent with its record and its COMMIT, and commits before the last reach the disk later: what a crash
    /// takes away goes whole, with its record.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Files_of_one_statement_are_applied_once_whoever_is_killed(bool isServerKilled)
    {
        var statements = Statements(MigrationTransaction.File);
        for (var i = 0; i < statements.Count; i++)
        {
            await File.WriteAllTextAsync(Path.Combine(Folder, $"{i + 1}_one.sql"), statements[i], Token);
        }

        await PrepareAsync(Db, MigrationTransaction.File);
        await UpAsync(Db, MigrationTransaction.File);
        var expected = await DumpAsync(Db);
        for (var i = 0; i < statements.Count; i++)
        {
            var (statement, moment) = (statements[i], (KillMoment)(i % 3));
            await WithDatabaseAsync(isServerKilled ? Mortal : Engine, MigrationTransaction.File, (url, database) => SayWhereAsync($"killed {moment} '{statement}'", async () =>
            {
                await using (var run = await StopAtAsync(url, database, MigrationTransaction.File, statement, moment))
                {
                    await (isServerKilled ? Mortal.KillServerAsync(Token) : run.KillAsync(Token));
                }

                await WaitUntilBackAsync(database);
                Assert.False(await RecoverAsync(url, database, MigrationTransaction.File));
                Assert.Equal(expected, await DumpAsync(database));
            }));
        }
    }

    protected override string Through(string connectionString, int port)
        => new NpgsqlConnectionStringBuilder(connectionString) { Host = "127.0.0.1", Port = port, SslMode = SslMode.Disable }.ConnectionString;

    /// <summary>A command's text ends a statement's name, a value's text its length.</summary>
    protected override bool IsCommand(byte before) => before == 0;

    private protected override async Task<IAsyncDisposable> HoldAsync(Database database, string statement)
    {
        var session = await MigrationSession.OpenAsync(database, Token);

        // CONCURRENTLY waits for those who write, with the index made and not yet valid.
        await session.ExecuteAsync(
            SqlStatement.Raw(statement.Contains("concurrently", StringComparison.Ordinal) ? "begin; lock table a in row exclusive mode" : $"select pg_advisory_lock({Gate})"), Token);
        return session;
    }

    private protected override SqlStatement Waiting(string statement)
        => $"select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query = {statement}";

    protected override async Task<string> DumpAsync(Database database)
        => string.Join('\n', await database.QueryAsync<string>(
            $"""
            select format('%s.%s %s %s', table_name, column_name, data_type, is_nullable) from information_schema.columns where table_schema = 'public' and table_name !~ '^dataaccess'
            union all select indexdef || (select case when indisvalid then '' else ' invalid' end from pg_index where indexrelid = indexname::regclass) from pg_indexes where schemaname = 'public' and tablename !~ '^dataaccess'
            union all select 'v: ' || pg_get_viewdef('v'::regclass)
            union all select 'a: ' || a::text from a
            union all select 'b: ' || b::text from b
            union all select 'c: ' || c::text from c
            union all select 'history: ' || migration || ' ' || state from dataaccess_migrations
            order by 1
            """,
            Token));
}
