using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Runs;

public abstract partial class MigrationSuite
{
    [Fact]
    public async Task An_edited_a_vanished_and_a_newer_migration_are_refused()
    {
        Write("1_a.sql", "create table a (x int);\r\n");
        Write("2_b.sql", "create table b (x int);");
        Write("3_c.sql", "create table c (x int);");
        await UpAsync();

        // Neither a BOM nor line ends make another text.
        Write("1_a.sql", "\uFEFFcreate table a (x int);\n");
        await NewMigrator().ValidateAsync(Token);

        Write("1_a.sql", "create table a (x int, y int);");
        File.Delete(Path.Combine(Folder, "2_b.sql"));
        File.Delete(Path.Combine(Folder, "3_c.sql"));
        Write("02_z.sql", "create table z (x int);");
        var error = await FailsAsync(MigrationFailure.Validation);

        Assert.Contains(error.Problems, static p => p.StartsWith("1_a.sql was edited after it was applied", StringComparison.Ordinal));
        Assert.Contains(error.Problems, static p => p.StartsWith("The database is newer than the files: 3_c is applied", StringComparison.Ordinal));
        File.Delete(Path.Combine(Folder, "02_z.sql"));
        Write("3_c.sql", "create table c (x int);");
        Assert.Contains((await FailsAsync(MigrationFailure.Validation)).Problems, static p => p.StartsWith("2_b is applied, but its file is missing", StringComparison.Ordinal));
        Assert.False(await HasTableAsync("z"));
    }

    [Fact]
    public async Task An_older_file_is_refused_skipped_or_applied()
    {
        Write("2_b.sql", "create table b (x int);");
        await UpAsync();
        Write("1_a.sql", "create table a (x int);");
        Write("3_c.sql", "create table c (x int);");

        var error = await FailsAsync(MigrationFailure.Validation);
        Assert.Contains("1_a.sql is older", error.Message, StringComparison.Ordinal);
        Assert.False(await HasTableAsync("c"));
        Assert.Equal(["3_c"], await UpAsync(static o => o.Order = MigrationOrder.Skip), StringComparer.Ordinal);
        var status = await NewMigrator(static o => o.Order = MigrationOrder.Skip).StatusAsync(Token);
        Assert.Equal([MigrationState.Skipped, MigrationState.Applied, MigrationState.Applied], status.Migrations.Select(static m => m.State));
        Assert.False(status.HasPending || status.Problems.Count > 0);
        Assert.True((await NewMigrator(static o => o.Order = MigrationOrder.Any).StatusAsync(Token)).HasPending);
        Assert.Equal(["1_a"], await UpAsync(static o => o.Order = MigrationOrder.Any), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_user_who_may_not_make_the_history_is_told_who_can()
    {
        Write("1_a.sql", "create table a (x int);");
        await RunAsync("create table other (x int)");
        var (url, dropUser) = await RestrictAsync();
        await using var database = Engine.Open(url);

        var error = await Assert.ThrowsAsync<MigrationException>(() => NewMigrator(database: database).UpAsync(cancellationToken: Token).AsTask());

        Assert.Equal(MigrationFailure.Validation, error.Failure);
        Assert.StartsWith("The history table dataaccess_migrations could not be created on ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Let this user create tables there, or run the first 'up' as another user.", error.Message, StringComparison.Ordinal);
        Assert.False(await HasTableAsync("a"));
        Assert.Equal(MigrationState.Pending, Assert.Single((await NewMigrator(database: database).StatusAsync(Token)).Migrations).State);
        await RunAsync(dropUser);
    }

    /// <summary>Makes a user who may read and nothing else.</summary>
    /// <returns>His connection string, and what removes him.</returns>
    protected abstract Task<(string Url, string DropUser)> RestrictAsync();

    [Fact]
    public async Task What_the_runner_does_itself_is_refused()
    {
        Write("1_a.sql", "create table a (x int);\nbegin;\ninsert into a values (1);\ncommit;");

        var error = await FailsAsync(MigrationFailure.Validation);

        Assert.Equal(["1_a.sql:2", "1_a.sql:4"], error.Problems.Select(static p => p[..9]), StringComparer.Ordinal);
        Assert.False(await HasTableAsync("a"));
    }

    [SharedDataFact]
    public async Task Chinook_runs_with_every_row()
    {
        var script = await File.ReadAllTextAsync(TestFiles.Shared($"chinook.{Db.Provider.SystemName}.sql"), Token);
        Write("1_chinook.sql", script);
        if (Db.Provider.SystemName == "postgresql")
        {
            Assert.Contains("1_chinook.sql:28: '\\c chinook;' is a command of psql", (await FailsAsync(MigrationFailure.Validation)).Message, StringComparison.Ordinal);
        }

        // What the error says: the database is named in the URL, so it is neither made nor entered here.
        var here = script.Split('\n').Where(static line =>
            !line.StartsWith("\\c ", StringComparison.Ordinal) && !line.StartsWith("USE ", StringComparison.Ordinal)
            && !line.StartsWith("CREATE DATABASE", StringComparison.Ordinal) && !line.StartsWith("DROP DATABASE", StringComparison.Ordinal));
        Write("1_chinook.sql", string.Join('\n', here));

        Assert.Equal(["1_chinook"], await UpAsync(), StringComparer.Ordinal);

        string[] tables = Db.Provider.SystemName == "postgresql"
            ? ["album", "artist", "customer", "employee", "genre", "invoice", "invoice_line", "media_type", "playlist", "playlist_track", "track"]
            : ["Album", "Artist", "Customer", "Employee", "Genre", "Invoice", "InvoiceLine", "MediaType", "Playlist", "PlaylistTrack", "Track"];
        var rows = 0L;
        foreach (var table in tables)
        {
            rows += await CountAsync(table);
        }

        Assert.Equal(15_607, rows);
    }
}
