using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using DataAccess.Conformance;
using Npgsql;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

/// <summary>A database whose sessions begin in odd modes. What is stored and read does not depend on them.</summary>
public sealed class PostgreSqlModesTests() : DatabaseSuite(PostgreSqlEngine.Shared)
{
    private const string Odd = """ä€😀 \b\\ 'x' "y" \' %_ \""";

    private static readonly DateTimeOffset Noon = new(2026, 2, 3, 12, 0, 0, 123, TimeSpan.Zero);

    protected override async ValueTask SetUpAsync()
    {
        await RunAsync("create table notes (id bigint primary key, words text, scan bytea, noon timestamptz, level float8, span interval)");
        var name = new NpgsqlConnectionStringBuilder(ConnectionString).Database;
        foreach (var mode in new[]
        {
            "standard_conforming_strings = off", "datestyle = 'German, DMY'", "intervalstyle = 'sql_standard'", "timezone = 'Asia/Tokyo'", "bytea_output = 'escape'",
            "extra_float_digits = -15", "client_encoding = 'LATIN1'", "array_nulls = off", "transform_null_equals = on",
        })
        {
            await RunAsync($"alter database {name} set {mode}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(3_000)]
    public async Task What_is_acked_is_stored_as_it_was_sent(int size)
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        await using var writer = db.CreateWriter<Note>();
        var notes = Enumerable.Range(0, size).Select(static i => new Note(i, Odd, [1, 92, 255], Noon, 1.0 / 3, TimeSpan.FromHours(-49))).ToArray();

        Assert.Equal(size, (await writer.WriteManyAsync(notes, Token)).Committed);

        var read = await db.QueryAsync<Note>($"select * from notes order by id", Token);
        Assert.Equal(size, read.Count);
        Assert.All(read, static (note, i) => Assert.Equal((i, Odd, Noon, 1.0 / 3, TimeSpan.FromHours(-49)), (note.Id, note.Words, note.Noon, note.Level, note.Span)));
        Assert.All(read, static note => Assert.Equal<byte[]>([1, 92, 255], note.Scan));
        Assert.Equal(size, await Db.QuerySingleAsync<long>($"select count(*) from notes where words = {Odd}", Token));
    }

    [Fact]
    public async Task A_backslash_is_a_character_like_others_and_stays_one_when_a_session_was_reset()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        Assert.Equal(3, await db.QuerySingleAsync<int>(SqlStatement.Raw(@"select length('a\b')"), Token));

        await db.ExecuteAsync($"set work_mem = '1MB'", Token);

        Assert.Equal("on", await db.QuerySingleAsync<string>($"show standard_conforming_strings", Token));
        Assert.Equal("UTC", await db.QuerySingleAsync<string>($"show timezone", Token));
        Assert.Equal("UTF8", await db.QuerySingleAsync<string>($"show client_encoding", Token));
    }

    [Table("notes")]
    public sealed record Note([property: Key] long Id, string Words, byte[] Scan, DateTimeOffset Noon, double Level, TimeSpan Span);
}
