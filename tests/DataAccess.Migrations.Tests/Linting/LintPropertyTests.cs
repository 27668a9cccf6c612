using CsCheck;
using DataAccess.Migrations.Files;
using DataAccess.Migrations.Tests.Files;

namespace DataAccess.Migrations.Tests.Linting;

/// <summary>Whatever stands in a file, lint reads it to its end: an odd statement is the server's to refuse.</summary>
public sealed class LintPropertyTests
{
    private static readonly string[] Words =
    [
        "alter", "table", "create", "drop", "index", "unique", "concurrently", "add", "column", "constraint", "foreign", "key", "primary", "check", "not", "null", "valid",
        "validate", "default", "rename", "to", "as", "on", "only", "if", "exists", "update", "delete", "from", "set", "where", "truncate", "type", "value", "modify", "change",
        "convert", "character", "charset", "collate", "engine", "algorithm", "lock_timeout", "lock_wait_timeout", "generated", "stored", "identity", "fulltext", "pragma", "foreign_keys",
        "writable_schema", "temporary", "view", "materialized", "refresh", "reindex", "vacuum", "full", "cascade", "references", "with", "cluster", "reset", "enum", "int",
        "a", "b", "\"q\"", "'text'", "(", ")", "(a)", "( not null )", "( b , c )", ",", "=", ".", "1", "0", "::", "--\n", "/* c */", "off",
    ];

    [Fact]
    public void Any_heap_of_words_is_read_to_its_end()
        => Gen.Select(Gen.Int[0, Words.Length - 1].Select(static i => Words[i]).Array[0, 14].Array[1, 4], Gen.Enum<MigrationDatabase>())
            .Sample(
                static (statements, database) =>
                {
                    var text = string.Join(";\n", statements.Select(static words => string.Join(' ', words))) + "\n;select 1";
                    var engine = EngineRegistry.Find(database);
                    var set = MigrationSet.Read(new MemorySource(("1_a.sql", text), ("1_a.down.sql", text)), EngineRegistry.FilesOf(engine), placeholders: null);
                    foreach (var finding in MigrationLinter.Lint(set, database))
                    {
                        Assert.InRange(finding.Line, 1, text.Count(static c => c == '\n') + 1);
                    }
                },
                iter: 50_000);

    [Theory]
    [InlineData(MigrationDatabase.PostgreSql, "alter table")]
    [InlineData(MigrationDatabase.PostgreSql, "alter table a")]
    [InlineData(MigrationDatabase.PostgreSql, "alter table a drop")]
    [InlineData(MigrationDatabase.PostgreSql, "create table")]
    [InlineData(MigrationDatabase.PostgreSql, "create table a ()")]
    [InlineData(MigrationDatabase.PostgreSql, "drop index")]
    [InlineData(MigrationDatabase.MySql, "rename table a to")]
    [InlineData(MigrationDatabase.MySql, "alter table a change b")]
    [InlineData(MigrationDatabase.Sqlite, "drop table")]
    public void A_statement_that_breaks_off_is_read_too(MigrationDatabase database, string text)
    {
        var engine = EngineRegistry.Find(database);
        var set = MigrationSet.Read(new MemorySource(("1_a.sql", text)), EngineRegistry.FilesOf(engine), placeholders: null);

        Assert.NotNull(MigrationLinter.Lint(set, database));
    }
}
