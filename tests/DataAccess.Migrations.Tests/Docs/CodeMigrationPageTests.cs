using DataAccess.Migrations.Tests.Runs;
using DataAccess.Snippets.Docs;
using DataAccess.Sqlite;

namespace DataAccess.Migrations.Tests.Docs;

/// <summary>The code of docs/code-migrations.md does what the page says.</summary>
public sealed class CodeMigrationPageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dataaccess-example-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_first_migration_normalises_phone_numbers()
    {
        await using var database = SqliteDatabase.Open(":memory:");
        await WriteAsync("create table customers (id integer primary key, phone text);\ninsert into customers values (1, '+46 (8) 123-45'), (2, '12');");

        await CodeMigrationSnippets.UpAsync(database, _folder.FullName, TestContext.Current.CancellationToken);

        Assert.Equal(["46812345", "12"], await database.QueryAsync<string>($"select phone from customers order by id", TestContext.Current.CancellationToken), StringComparer.Ordinal);
    }

    [Fact]
    public async Task What_the_savepoint_undoes_can_be_done_in_another_way()
    {
        await using var database = SqliteDatabase.Open(":memory:");
        await WriteAsync("create table emails (email text primary key);\ncreate table duplicates (email text);");
        var migrator = new Migrator(database, new MigrationOptions
        {
            Directory = _folder.FullName,
            CodeMigrations =
            [
                new CodeMigration("0002_emails", static async (context, ct) =>
                {
                    await CodeMigrationSnippets.InsertOrSkipAsync(context, "a@example.org", ct);
                    await CodeMigrationSnippets.InsertOrSkipAsync(context, "a@example.org", ct);
                }),
            ],
        });

        await migrator.UpAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([(1L, 1L)], await database.QueryAsync<(long, long)>($"select (select count(*) from emails), (select count(*) from duplicates)", TestContext.Current.CancellationToken));
    }

    private async Task WriteAsync(string sql) => await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "0001_first.sql"), sql, TestContext.Current.CancellationToken);
}
