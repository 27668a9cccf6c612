using System.Text;
using System.Text.RegularExpressions;
using DataAccess.Conformance;
using DataAccess.Migrations.Tests.Crash;
using DataAccess.Migrations.Tests.Files;

namespace DataAccess.Migrations.Tests.Dumps;

/// <summary>A dump of the database's own program goes into another database as one migration, unedited, and the copy's dump is the same.</summary>
public abstract partial class DumpSuite(MortalEngine engine, string schema) : DatabaseSuite(engine)
{
    private const string HistoryTable = "dataaccess_";

    protected async Task CopyAsync(string load, Func<string, string> dump)
    {
        var source = await engine.CreateDatabaseAsync();
        try
        {
            await engine.WriteAsync("/tmp/schema.sql", await File.ReadAllBytesAsync(TestFiles.Sample(Path.Combine("dumps", schema)), Token), Token);
            await engine.RunAsync($"{load} {NameOf(source)} < /tmp/schema.sql", Token);
            await engine.RunAsync($"{dump(NameOf(source))} > /tmp/dump.sql", Token);
            using var folder = new TemporaryFolder();
            var content = await engine.ReadAsync("/tmp/dump.sql", Token);
            await File.WriteAllBytesAsync(Path.Combine(folder.Path, "0001_dump.sql"), content, Token);

            await new Migrator(Db, new MigrationOptions { Directory = folder.Path }).UpAsync(cancellationToken: Token);

            await engine.RunAsync($"{dump(NameOf(ConnectionString))} > /tmp/copy.sql", Token);
            var expected = Comparable(content, NameOf(source));
            var actual = Comparable(await engine.ReadAsync("/tmp/copy.sql", Token), NameOf(ConnectionString));
            Assert.True(expected.Length > 2000, expected);
            Assert.Equal(expected, actual);
            Assert.DoesNotContain((await new Migrator(Db, new MigrationOptions { Directory = folder.Path }).StatusAsync(Token)).Migrations, static m => m.State != MigrationState.Applied);
        }
        finally
        {
            await engine.DropDatabaseAsync(source);
        }
    }

    private static string NameOf(string connectionString) => (string)new System.Data.Common.DbConnectionStringBuilder { ConnectionString = connectionString }["Database"];

    /// <summary>Without what differs from dump to dump, and without the history's tables.</summary>
    private static string Comparable(byte[] dump, string database)
    {
        var text = Changing().Replace(Encoding.Latin1.GetString(dump).Replace(database, "DB", StringComparison.Ordinal), "");
        return string.Join("\n\n", text.Split("\n\n").Where(static part => !part.Contains(HistoryTable, StringComparison.Ordinal) && part.Trim('-', '\n', ' ').Length > 0));
    }

    [GeneratedRegex(@"^(\\(un)?restrict .*|-- Dump completed on .*|-- Host: .*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Changing();
}
