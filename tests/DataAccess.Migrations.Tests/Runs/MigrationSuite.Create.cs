using System.Data.Common;
using DataAccess.Migrations.Tests.Cli;

namespace DataAccess.Migrations.Tests.Runs;

/// <summary>A database that does not exist yet.</summary>
public abstract partial class MigrationSuite
{
    /// <summary>The connection string of another database on the same server, and its name.</summary>
    private (string Text, string Name) Other(string? name = null)
    {
        if (Db.Provider.IsSynchronous)
        {
            return ($"sqlite:{Path.Combine(Folder, "other.db")}", "");
        }

        var builder = new DbConnectionStringBuilder { ConnectionString = ConnectionString };
        builder["Database"] = name ?? $"{builder["Database"]}_Other \"`x";
        return (builder.ConnectionString, (string)builder["Database"]);
    }

    private async Task DropAsync(string name)
    {
        if (name.Length > 0)
        {
            await Db.ExecuteAsync($"drop database if exists {SqlStatement.Identifier(name)}", Token);
        }
    }

    [Fact]
    public async Task A_missing_database_is_created_when_that_is_asked_for_by_any_number_of_runners()
    {
        Write("1_a.sql", "create table a (x int);");
        var (text, name) = Other();
        await using var first = Database.Open(text);
        try
        {
            if (name.Length > 0)
            {
                var error = await Assert.ThrowsAsync<DatabaseUnavailableException>(async () => await NewMigrator(database: first).UpAsync(cancellationToken: Token));
                Assert.Contains("--create-database", error.Message, StringComparison.Ordinal);
                error = await Assert.ThrowsAsync<DatabaseUnavailableException>(async () => await NewMigrator(static o => o.CreateDatabase = true, first).StatusAsync(Token));
                Assert.Contains("--create-database", error.Message, StringComparison.Ordinal);
            }

            var seen = Enumerable.Range(0, 4).Select(static _ => new Seen()).ToList();
            var applied = await Task.WhenAll(seen.Select(async s => (await NewMigrator(static o => o.CreateDatabase = true, first).UpAsync(progress: s, cancellationToken: Token)).Count));

            Assert.Equal(1, applied.Sum());
            Assert.Equal(name.Length > 0 ? [name] : [], seen.SelectMany(static s => s.All).Select(static p => p.CreatedDatabase).OfType<string>(), StringComparer.Ordinal);
            Assert.Equal(0, await first.QuerySingleAsync<long>($"select count(*) from a", Token));
            Assert.Empty(await NewMigrator(static o => o.CreateDatabase = true, first).UpAsync(cancellationToken: Token));
        }
        finally
        {
            await first.DisposeAsync();
            await DropAsync(name);
        }
    }

    [Fact]
    public async Task The_command_creates_a_database_and_says_so()
    {
        if (Db.Provider.IsSynchronous)
        {
            return;
        }

        Write("1_a.sql", "create table a (x int);");
        var (text, name) = Other($"{Db.Provider.DatabaseName}_cli");
        try
        {
            var missing = await CliProcess.MigrateAsync("up", "--dir", Folder, "--url", text);
            Assert.Equal(8, missing.ExitCode);
            Assert.Contains("--create-database", missing.Error, StringComparison.Ordinal);

            var created = await CliProcess.MigrateAsync("up", "--create-database", "--dir", Folder, "--url", text);
            Assert.Equal((0, ""), (created.ExitCode, created.Error));
            Assert.StartsWith($"created  database {name}\napplied  1_a  (", created.Out, StringComparison.Ordinal);
        }
        finally
        {
            await DropAsync(name);
        }
    }

    [Fact]
    public async Task A_user_who_may_not_create_a_database_is_told()
    {
        if (Db.Provider.IsSynchronous)
        {
            return;
        }

        Write("1_a.sql", "create table a (x int);");
        var (url, dropUser) = await RestrictAsync();
        var builder = new DbConnectionStringBuilder { ConnectionString = url };
        builder["Database"] = $"{builder["Database"]}_none";
        await using var database = Database.Open(builder.ConnectionString);
        try
        {
            var error = await Assert.ThrowsAsync<DatabaseUnavailableException>(async () => await NewMigrator(static o => o.CreateDatabase = true, database).UpAsync(cancellationToken: Token));

            // MySQL does not tell who may not use it whether a database exists.
            Assert.Contains(Db.Provider.SystemName == "mysql" ? "denied" : "could not be created: permission denied", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            await database.DisposeAsync();
            await RunAsync(dropUser);
        }
    }
}
