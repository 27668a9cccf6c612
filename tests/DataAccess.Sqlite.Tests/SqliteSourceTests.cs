using DataAccess.Conformance.Faults;
using Xunit;

namespace DataAccess.Sqlite.Tests;

/// <summary>The names of databases: files with any characters, SQLite's own URIs, and data in memory that stay as long as the database is open.</summary>
public sealed class SqliteSourceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataaccess=;?% &#'\" \u00e4").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("a=b.db")]
    [InlineData("a;b.db")]
    [InlineData("a=b;c=d.db")]
    [InlineData("a?b.db")]
    [InlineData("a?b=c.db")]
    [InlineData("a%20b.db")]
    [InlineData("100%.db")]
    [InlineData("two words.db")]
    [InlineData("a#b&c.db")]
    [InlineData("\u00e4'\"\".db")]
    public async Task A_file_may_have_any_name(string name)
    {
        var file = Path.Combine(_folder, name);
        foreach (var text in new[] { file, $"sqlite:{file}", $"sqlite://{file}", $"SQLITE:{file}" })
        {
            await using var db = SqliteDatabase.Open(text);
            await db.ExecuteAsync($"create table if not exists t (id integer)", Token);
            Assert.True(File.Exists(file), text);
            Assert.Equal(file, db.Provider.Endpoint);
        }

        await using var opened = Database.Open($"sqlite:{file}");
        Assert.Equal(0, await opened.QuerySingleAsync<int>($"select count(*) from t", Token));
        Assert.All(Directory.GetFiles(_folder), found => Assert.StartsWith(file, found, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("file:{0}/uri%20%3f.db", "uri ?.db")]
    [InlineData("sqlite:file:{0}/uri.db?mode=rwc&cache=private", "uri.db")]
    [InlineData("Data Source='file:{0}/uri2.db?mode=rwc'", "uri2.db")]
    public async Task A_URI_is_SQLites_own(string text, string file)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"dataaccess-{Guid.NewGuid():N}"));
        try
        {
            await using var db = Database.Open(string.Format(System.Globalization.CultureInfo.InvariantCulture, text, folder.FullName));
            await db.ExecuteAsync($"create table t (id integer)", Token);
            Assert.True(File.Exists(Path.Combine(folder.FullName, file)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("sqlite:app.db?mode=ro", "sqlite:file:app.db?mode=ro")]
    [InlineData("app.db?mode=memory&cache=shared", "sqlite:file:app.db?mode=ro")]
    [InlineData("Data Sorce=app.db", "write sqlite: before it")]
    [InlineData("sqlite://", "does not name a file")]
    public void What_would_be_another_file_than_was_meant_is_told(string text, string says)
        => Assert.Contains(says, Assert.Throws<ArgumentException>(() => SqliteDatabase.Open(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(":memory:")]
    [InlineData("sqlite::memory:")]
    [InlineData("sqlite://:memory:")]
    [InlineData("file::memory:")]
    [InlineData("sqlite:file::memory:?cache=private")]
    [InlineData("file:name?mode=memory")]
    [InlineData("file:name?vfs=memdb")]
    [InlineData("Data Source=name;Mode=Memory;Cache=Shared")]
    [InlineData("Data Source=:memory:")]
    [InlineData("file:shared{0}?mode=memory&cache=shared")]
    [InlineData("sqlite:file:shared{0}?cache=shared&mode=memory")]
    [InlineData("Data Source=file:shared{0}?mode=memory;Cache=Shared")]
    [InlineData("file:/shared{0}?vfs=memdb")]
    public async Task Data_in_memory_are_the_same_on_every_connection_and_stay(string text)
    {
        // A connection is older than it may be as soon as it is returned.
        var name = string.Format(System.Globalization.CultureInfo.InvariantCulture, text, Guid.NewGuid().ToString("N"));
        var before = Directory.GetFiles(Environment.CurrentDirectory);
        await using var db = SqliteDatabase.Open(name, new SqliteOptions { Connections = { MaxLifetime = TimeSpan.FromTicks(1) } });
        await db.ExecuteAsync($"create table t (id integer primary key)", Token);
        await using (var writer = db.CreateWriter<T>())
        {
            await writer.WriteManyAsync(Enumerable.Range(1, 100).Select(static i => new T(i)), Token);
        }

        await db.Connections.ClearAsync();
        await Waiting.UntilAsync("the connections are returned", () => ValueTask.FromResult(db.Connections.Statistics.Leased == 0));

        var counts = await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ => await db.QuerySingleAsync<int>($"select count(*) from t", Token)));
        Assert.All(counts, static count => Assert.Equal(100, count));
        await using (var dedicated = await db.Connections.OpenDedicatedAsync(Token))
        {
            Assert.Equal([100], await dedicated.QueryAsync($"select count(*) from t", static row => row.GetInt32(0), cancellationToken: Token));
        }

        Assert.Equal(100, await db.InTransactionAsync(static async (tx, ct) => await tx.QuerySingleAsync<int>($"select count(*) from t", ct), Token));
        Assert.Equal(before, Directory.GetFiles(Environment.CurrentDirectory));
    }

    [Fact]
    public async Task Shared_data_in_memory_end_with_the_last_database_that_has_them()
    {
        var name = $"file:{Guid.NewGuid():N}?mode=memory&cache=shared";
        await using (var one = SqliteDatabase.Open(name))
        {
            await one.ExecuteAsync($"create table t (id integer)", Token);
            await using var other = SqliteDatabase.Open(name);
            Assert.Equal(0, await other.QuerySingleAsync<int>($"select count(*) from t", Token));
        }

        await using var later = SqliteDatabase.Open(name);
        Assert.Equal(0, await later.QuerySingleAsync<int>($"select count(*) from sqlite_schema", Token));
    }

    [System.ComponentModel.DataAnnotations.Schema.Table("t")]
    public sealed record T([property: System.ComponentModel.DataAnnotations.Key] int Id);
}
