using DataAccess.Conformance;
using Npgsql;

namespace DataAccess.Migrations.Tests.Runs;

/// <summary>The history is found wherever the user can see one, whatever the search path is.</summary>
[Collection("PostgreSQL")]
public sealed class PostgreSqlHistoryTests() : DatabaseSuite(PostgreSqlEngine.Shared)
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dataaccess-history-");

    protected override void TearDown() => _folder.Delete(recursive: true);

    private void Write(string name, string sql) => File.WriteAllText(Path.Combine(_folder.FullName, name), sql);

    private async Task<string[]> UpAsync(string? searchPath = null, Action<MigrationOptions>? configure = null, string? user = null)
    {
        var builder = new NpgsqlConnectionStringBuilder(ConnectionString) { SearchPath = searchPath };
        builder.Username = user ?? builder.Username;
        await using var database = Engine.Open(builder.ConnectionString);
        var options = new MigrationOptions { Directory = _folder.FullName };
        configure?.Invoke(options);
        return (await new Migrator(database, options).UpAsync(cancellationToken: Token)).Select(static m => m.Name).ToArray();
    }

    private async Task<string> RefusesAsync(string? searchPath = null, Action<MigrationOptions>? configure = null, string? user = null)
    {
        var error = await Assert.ThrowsAsync<MigrationException>(() => UpAsync(searchPath, configure, user));
        Assert.Equal(MigrationFailure.Validation, error.Failure);
        return error.Message;
    }

    [Fact]
    public async Task Another_search_path_or_a_new_schema_finds_the_same_history()
    {
        Write("1_a.sql", "create table a (x int);");
        Assert.Equal(["1_a"], await UpAsync(), StringComparer.Ordinal);

        await RunAsync("create schema sales");
        Assert.Empty(await UpAsync("sales"));
        Assert.Empty(await UpAsync("sales,public"));
        await RunAsync($"create schema {SqlName(await Db.QuerySingleAsync<string>($"select current_user::text", Token))}");
        Assert.Empty(await UpAsync());
        Write("2_b.sql", "create table b (x int);");
        Assert.Equal(["2_b"], await UpAsync("sales"), StringComparer.Ordinal);
        Assert.Equal(["public.a", "public.dataaccess_migration_steps", "public.dataaccess_migrations", "sales.b"], await TablesAsync());
        Assert.Empty(await UpAsync());
    }

    [Fact]
    public async Task Two_histories_are_named_and_one_may_be_chosen()
    {
        Write("1_a.sql", "create table a (x int);");
        await UpAsync();
        await RunAsync("create schema sales");
        Assert.Equal(["1_a"], await UpAsync("sales", static o => (o.HistorySchema, o.AllowNonEmpty) = ("sales", true)), StringComparer.Ordinal);

        var message = await RefusesAsync("sales");

        Assert.Contains("2 histories were found", message, StringComparison.Ordinal);
        Assert.Contains("sales.dataaccess_migrations of ", message, StringComparison.Ordinal);
        Assert.Contains("public.dataaccess_migrations of ", message, StringComparison.Ordinal);
        Assert.Contains("--history-schema", message, StringComparison.Ordinal);
        Assert.Empty(await UpAsync("sales", static o => o.HistorySchema = "public"));
        Assert.Empty(await UpAsync(configure: static o => o.HistorySchema = "sales"));
        Assert.Contains("History", await RefusesAsync(configure: static o => (o.HistorySchema, o.AllowNonEmpty) = ("none", true)), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Another_user_finds_it_too_and_is_told_if_he_may_not_read_it()
    {
        var database = new NpgsqlConnectionStringBuilder(ConnectionString).Database!;
        var user = $"{database}_other";
        await RunAsync($"create role {user} login password '{new NpgsqlConnectionStringBuilder(ConnectionString).Password}'");
        await RunAsync($"create schema {user} authorization {user}");
        await RunAsync("create schema hidden");
        Write("1_a.sql", "create table a (x int);");
        await UpAsync("hidden");
        try
        {
            var message = await RefusesAsync(user: user);
            Assert.Contains("This user may not read the history hidden.dataaccess_migrations of ", message, StringComparison.Ordinal);
            Assert.Contains("Grant it usage of the schema", message, StringComparison.Ordinal);
            Assert.Contains("cannot be read", await RefusesAsync(user: user, configure: static o => o.HistorySchema = "hidden"), StringComparison.Ordinal);

            await RunAsync($"grant usage on schema hidden to {user}");
            await RunAsync($"grant select, insert, update, delete on all tables in schema hidden to {user}");
            Assert.Empty(await UpAsync(user: user));
            Write("2_b.sql", "create table b (x int);");
            Assert.Equal(["2_b"], await UpAsync(user: user), StringComparer.Ordinal);
            Assert.Empty(await UpAsync());
        }
        finally
        {
            await RunAsync($"drop owned by {user} cascade");
            await RunAsync($"drop role {user}");
        }
    }

    [Theory]
    [InlineData("create schema other; create table other.t (n int)", "table other.t")]
    [InlineData("create function f() returns int language sql as 'select 1'", "routine public.f")]
    [InlineData("create sequence s", "sequence public.s")]
    [InlineData("create type mood as enum ('good')", "type public.mood")]
    public async Task What_any_schema_has_makes_a_database_one_that_is_not_empty(string existing, string named)
    {
        await RunAsync(existing);
        Write("1_a.sql", "create table a (x int);");

        Assert.Contains($"it has {named}. ", await RefusesAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_extensions_have_does_not_count()
    {
        await RunAsync("create extension if not exists pg_trgm");
        Write("1_a.sql", "create table a (x int);");

        Assert.Equal(["1_a"], await UpAsync(), StringComparer.Ordinal);
    }

    private async Task<IReadOnlyList<string>> TablesAsync()
        => await Db.QueryAsync<string>($"select schemaname || '.' || tablename from pg_tables where schemaname !~ '^pg_' and schemaname <> 'information_schema' order by 1", Token);

    private static string SqlName(string name) => $"\"{name}\"";
}
