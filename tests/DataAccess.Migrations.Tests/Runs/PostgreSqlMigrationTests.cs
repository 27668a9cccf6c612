using DataAccess.Conformance;
using DataAccess.Migrations.Sessions;
using Npgsql;

namespace DataAccess.Migrations.Tests.Runs;

[Collection("PostgreSQL")]
public sealed partial class PostgreSqlMigrationTests() : MigrationSuite(PostgreSqlEngine.Shared)
{
    /// <summary>A waiter inside a statement would hold a snapshot, which CONCURRENTLY waits for: each would wait for the other.</summary>
    [Fact]
    public async Task A_runner_waits_while_another_makes_an_index_concurrently()
    {
        await RunAsync("create table a (n int)");
        Write("1_index.sql", "-- dataaccess: no-transaction\ncreate index concurrently a_n on a (n);");
        await using var writer = await MigrationSession.OpenAsync(Db, Token);
        await writer.ExecuteAsync(SqlStatement.Raw("begin; insert into a values (1)"), Token);
        var first = UpAsync();
        await UntilAsync("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like 'create index%'");

        // The last of them has a look at the lock while the index is being made, and says who makes it.
        var second = UpAsync();
        var error = await FailsAsync(MigrationFailure.LockBusy, static o => o.RunnerTimeout = TimeSpan.FromMilliseconds(100));
        Assert.Contains("create index concurrently a_n on a (n)", error.Message, StringComparison.Ordinal);
        Assert.False(first.IsCompleted || second.IsCompleted);

        await writer.ExecuteAsync(SqlStatement.Raw("commit"), Token);

        Assert.Equal(["1_index"], await first, StringComparer.Ordinal);
        Assert.Empty(await second);
        Assert.True(await Db.QuerySingleAsync<bool>($"select indisvalid from pg_index where indexrelid = 'a_n'::regclass", Token));
    }

    [Fact]
    public async Task Notices_come_with_the_place_of_their_statement_and_are_bounded()
    {
        Write("1_a.sql", "create table a (x int);\n\ndo $$ begin raise notice 'one'; raise warning 'two' using hint = 'look', detail = 'here'; end $$;");
        Write("2_b.sql", "do $$ begin for i in 1..150 loop raise notice '%', i; end loop; end $$;\nselect 1;");
        for (var i = 3; i < 16; i++)
        {
            Write(FormattableString.Invariant($"{i}_c.sql"), "do $$ begin for i in 1..99 loop raise notice '%', i; end loop; end $$;\nselect 1;");
        }

        var seen = new Seen();
        await NewMigrator().UpAsync(progress: seen, cancellationToken: Token);

        Assert.Equal(new MigrationNotice("1_a", "1_a.sql", 3, "notice", "00000", "one"), seen.Notices[0]);
        Assert.Equal(new MigrationNotice("1_a", "1_a.sql", 3, "warning", "01000", "two") { Detail = "here", Hint = "look" }, seen.Notices[1]);
        var second = seen.Notices.Where(static n => n.Migration == "2_b").ToList();
        Assert.Equal(101, second.Count);
        Assert.Equal("50 more messages of this file are left out.", second[^1].Message);
        Assert.Equal(1005, seen.Notices.Count(static n => n.Message.Length < 5 || n.Message.Contains("left out", StringComparison.Ordinal)));
        Assert.True(seen.All.FindIndex(static p => p.Notice?.Message == "two") < seen.All.FindIndex(static p => p.Completed?.Name == "1_a"));
    }

    [Theory]
    [InlineData("insert into k values (1)", "    detail   Key (x)=(1) already exists.")]
    [InlineData("select substring(1)", "    hint     No function matches")]
    [InlineData("do $$\nbegin\n  perform fails(1);\nend $$", "    context  PL/pgSQL function fails(integer) line 1 at RAISE")]
    public async Task What_the_server_adds_to_its_message_is_shown(string statement, string line)
    {
        Write("1_k.sql", "create table k (x int primary key); insert into k values (1);\ncreate function fails(x int) returns int language plpgsql as $$ begin raise 'no'; end $$;");
        await UpAsync();
        Write("2_b.sql", statement + ";");

        var error = await FailsAsync(MigrationFailure.RolledBack);

        Assert.Contains(Environment.NewLine + line, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("do $$\nbegin\n  perform 1 / 0;\nend $$", 3, null)]
    [InlineData("select 1;\n\ndo $$ begin\n  insert into nope values (1);\nend $$", 4, 15)]
    [InlineData("create function f() returns int language plpgsql as $$\nbegin\n  retrun 1;\nend $$", 3, 3)]
    [InlineData("create function f() returns int language sql as $x$\n  select y from nope $x$", 2, 17)]
    public async Task An_error_in_a_body_has_its_line(string script, int line, int? column)
    {
        Write("1_a.sql", script + ";");

        var error = await FailsAsync(MigrationFailure.RolledBack);

        Assert.Equal(new MigrationPlace("1_a.sql", line, column), error.Place);
    }

    private async Task UntilAsync(string count)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (await Db.QuerySingleAsync<long>(SqlStatement.Raw(count), Token) != 1)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(30), $"Never seen: {count}");
            await Task.Delay(5, Token);
        }
    }

    protected override async Task<(string Url, string DropUser)> RestrictAsync()
    {
        var builder = new NpgsqlConnectionStringBuilder(ConnectionString);
        builder.Username = $"{builder.Database}_reader";
        await RunAsync($"create role {builder.Username} login password '{builder.Password}'");
        return (builder.ConnectionString, $"drop role {builder.Username}");
    }
}
