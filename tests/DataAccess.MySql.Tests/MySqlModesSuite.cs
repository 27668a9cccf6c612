using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using DataAccess.Conformance;
using DataAccess.Providers;
using MySqlConnector;
using Xunit;

namespace DataAccess.MySql.Tests;

/// <summary>
/// A server whose sessions begin without autocommit, with COMMITs that begin the next transaction, without backslashes in text,
/// without strictness, and with short results. What is told is so nevertheless.
/// </summary>
public abstract class MySqlModesSuite(TestEngine engine) : DatabaseSuite(engine)
{
    private const string Odd = """ä€😀 \b\\ 'x' "y" \' \0 %_ \""";

    /// <summary>The administrator's login, which has the server's defaults, and an ordinary one, for which the server runs <c>init_connect</c>.</summary>
    public static TheoryData<bool> Logins { get; } = [false, true];

    /// <summary>Each login with a size for each way that a batch may take.</summary>
    public static TheoryData<bool, int> Ways
    {
        get
        {
            var data = new TheoryData<bool, int>();
            foreach (var isOrdinary in new[] { false, true })
            {
                foreach (var size in new[] { 1, 2, 100, 3_000 })
                {
                    data.Add(isOrdinary, size);
                }
            }

            return data;
        }
    }

    protected override async ValueTask SetUpAsync()
    {
        await RunAsync("create table notes (id bigint not null primary key, words varchar(40), scan varbinary(40))");
        await RunAsync(LedgerSql.Create(Db.Dialect));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task What_is_acked_is_stored_as_it_was_sent(bool isOrdinary, int size)
    {
        await using (var db = await OpenAsAsync(isOrdinary))
        {
            foreach (var exactlyOnce in new[] { false, true })
            {
                await using var writer = db.CreateWriter<Note>(new() { ExactlyOnce = exactlyOnce });
                var summary = await writer.WriteManyAsync(Notes(size, exactlyOnce ? size : 0), Token);
                Assert.Equal(2 * size, summary.Committed + size);
            }

            await using var single = db.CreateWriter<Note>();
            await single.WriteAsync(new Note(-1, "", []), Token);
        }

        Assert.Equal((2 * size) + 1, await StoredAsync("1 = 1"));
        Assert.Equal(2 * size, await StoredAsync("words = ? and scan = ?", Odd, System.Text.Encoding.UTF8.GetBytes(Odd)));
        Assert.Equal(1, await StoredAsync("id = -1 and length(words) = 0"));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task What_does_not_fit_is_rejected_and_not_cut(bool isOrdinary, int size)
    {
        await using var db = await OpenAsAsync(isOrdinary);
        await using var writer = db.CreateWriter<Note>();

        var summary = await writer.WriteManyAsync([.. Notes(size), new Note(-1, new string('x', 41), [])], Token);

        Assert.Equal((size, 1L), (summary.Committed, summary.Rejected));
        await Assert.ThrowsAsync<MySqlException>(() => db.ExecuteAsync($"insert into notes (id, words) values (-2, {new string('x', 41)})", Token).AsTask());
        Assert.Equal(size, await StoredAsync("1 = 1"));
    }

    [Theory]
    [MemberData(nameof(Logins))]
    public async Task A_statement_behind_a_transaction_is_committed_by_itself(bool isOrdinary)
    {
        await using (var db = await OpenAsAsync(isOrdinary))
        {
            await db.InTransactionAsync(async (transaction, ct) => await transaction.ExecuteAsync($"insert into notes (id, words) values (1, {Odd})", ct), Token);
            await db.ExecuteAsync($"insert into notes (id, words) values (2, {Odd})", Token);
            await new NoteRepository(db).InsertAsync(new Note(3, Odd, []), Token);
        }

        Assert.Equal(3, await StoredAsync("words = ?", Odd));
    }

    [Theory]
    [MemberData(nameof(Logins))]
    public async Task The_modes_hold_when_a_session_was_reset(bool isOrdinary)
    {
        await using (var db = await OpenAsAsync(isOrdinary))
        {
            await db.ExecuteAsync($"set autocommit = 0, completion_type = 1, sql_mode = 'NO_BACKSLASH_ESCAPES'", Token);
            await db.ExecuteAsync($"insert into notes (id, words) values (1, {Odd})", Token);
            await using var writer = db.CreateWriter<Note>();
            await writer.WriteManyAsync(Notes(100, 2), Token);
            Assert.Equal(101, (await db.QueryAsync<long>($"select id from notes", Token)).Count);
        }

        Assert.Equal(101, await StoredAsync("words = ?", Odd));
    }

    [Theory]
    [MemberData(nameof(Logins))]
    public async Task The_users_other_modes_stay(bool isOrdinary)
    {
        await using var db = await OpenAsAsync(isOrdinary);

        var modes = await db.QuerySingleAsync<string>($"select @@sql_mode", Token);

        Assert.Contains("STRICT_TRANS_TABLES", modes, StringComparison.Ordinal);
        Assert.Equal(isOrdinary && Engine.Name == "MariaDB", modes.Contains("PIPES_AS_CONCAT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_drivers_own_switches_for_these_modes_are_off()
    {
        var text = new MySqlConnectionStringBuilder(ConnectionString) { NoBackslashEscapes = true, UseAffectedRows = true }.ConnectionString;
        await using var db = MySqlDatabase.Open(text);
        var notes = new NoteRepository(db);
        await notes.InsertAsync(new Note(1, Odd, []), Token);

        await notes.InsertManyAsync(Notes(3, 2), Token);

        Assert.True(await notes.UpdateAsync(new Note(1, Odd, []), Token));
        Assert.Equal(4, await StoredAsync("words = ?", Odd));
    }

    private static Note[] Notes(int count, int first = 0)
        => [.. Enumerable.Range(first, count).Select(static i => new Note(i, Odd, System.Text.Encoding.UTF8.GetBytes(Odd)))];

    private async ValueTask<Database> OpenAsAsync(bool isOrdinary)
    {
        var builder = new MySqlConnectionStringBuilder(ConnectionString);
        if (isOrdinary)
        {
            var name = builder.Database;
            await RunAsync($"create user if not exists {name[..20]} identified by 'secret'");
            await RunAsync($"grant all on {name}.* to {name[..20]}");
            builder.UserID = name[..20];
            builder.Password = "secret";
        }

        return MySqlDatabase.Open(builder.ConnectionString, new MySqlOptions { Connections = { MaxConnections = 1 } });
    }

    /// <summary>What another session sees, whose driver escapes nothing.</summary>
    private async ValueTask<long> StoredAsync(string condition, params object[] values)
    {
        await using var connection = new MySqlConnection(new MySqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Token);
        await using var command = new MySqlCommand($"select count(*) from notes where {condition}", connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new MySqlParameter { Value = value });
        }

        await command.PrepareAsync(Token);
        return Convert.ToInt64(await command.ExecuteScalarAsync(Token), null);
    }

    [Table("notes")]
    public sealed record Note([property: Key] long Id, string Words, byte[] Scan);

    private sealed class NoteRepository(Database database) : Repository<Note, long>(database);
}
