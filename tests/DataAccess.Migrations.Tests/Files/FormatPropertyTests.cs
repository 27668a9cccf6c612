using DataAccess.Migrations.Files;

namespace DataAccess.Migrations.Tests.Files;

/// <summary>Files of other tools that were made of known statements: each part is exactly what it was made of, and nothing of one is in the other.</summary>
public sealed class FormatPropertyTests
{
    private static MigrationSet Read(GeneratedForeignFile file)
        => MigrationSet.Read(new MemorySource([.. file.Files]), EngineRegistry.FilesOf(EngineRegistry.All.First(static e => e.Name == "postgresql")), placeholders: null);

    public static TheoryData<string> Tools =>
    [
        "goose", "micrate", "sql-migrate", "dbmate", "tern", "node-pg-migrate", "shmig", "MyBatis", "Play", "rambler", "Liquibase", "golang-migrate", "sqlx", "Flyway", "refinery", "grate",
        "Atlas", "yoyo", "Graphile Migrate",
    ];

    [Theory]
    [MemberData(nameof(Tools))]
    public void Each_part_is_what_it_was_made_of(string tool)
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < 1000; i++)
        {
            var file = new GeneratedForeignFile(random);
            file.Make(tool);
            var shown = $"seed {seed}\n{string.Join("\n---\n", file.Files.Select(static f => $"{f.Path}\n{f.Text}"))}";
            var set = Read(file);

            Assert.True(set.Problems.Count == 0, $"{string.Join("; ", set.Problems)}\n{shown}");
            var migration = Assert.Single(set.Versioned);
            AssertPart(file.Up, migration.Up, tool, shown);
            AssertPart(file.Down, migration.Down, tool, shown);
            Assert.True(file.IsUpWithoutTransaction == migration.Up.Directives.NoTransaction, shown);
            Assert.True(migration.Down is null || file.IsDownWithoutTransaction == migration.Down.Directives.NoTransaction, shown);
        }
    }

    [Theory]
    [InlineData("goose", "-- +goose Dwon")]
    [InlineData("goose", "-- +goose Up Again")]
    [InlineData("goose", "/* +goose Down */")]
    [InlineData("micrate", "-- +micrate Donw")]
    [InlineData("sql-migrate", "-- +migrate down")]
    [InlineData("sql-migrate", "-- +migrate Sideways")]
    [InlineData("dbmate", "-- migrate:sideways")]
    [InlineData("dbmate", "-- migrate:Down")]
    [InlineData("tern", "---- tern: disable-transaction ----")]
    [InlineData("tern", "--- create above / drop below ---")]
    [InlineData("node-pg-migrate", "# Down Migration")]
    [InlineData("shmig", "-- ==== Down ====")]
    [InlineData("MyBatis", "-- @UNDO")]
    [InlineData("Play", "# --- !downs")]
    [InlineData("rambler", "-- rambler sideways")]
    [InlineData("Liquibase", "--changeset")]
    [InlineData("Liquibase", "--rollback")]
    [InlineData("Liquibase", "--rollbackSqlFile path:undo.sql")]
    [InlineData("Liquibase", "# rollback drop table a;")]
    [InlineData("Liquibase", "--preconditions onFail:HALT")]
    [InlineData("Liquibase", "--ignoreLines:start")]
    [InlineData("sqlx", "-- no_transaction")]
    [InlineData("Atlas", "-- atlas:txmodes none")]
    [InlineData("Atlas", "-- atlas:checkpoint")]
    [InlineData("Graphile Migrate", "--! split")]
    [InlineData("yoyo", "-- transactional: maybe")]
    public void A_directive_that_is_not_known_is_refused_by_name_wherever_it_stands(string tool, string line)
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < 100; i++)
        {
            var file = new GeneratedForeignFile(random);
            file.Make(tool, line);
            var number = 1 + file.Files[0].Text.Split('\n').ToList().FindIndex(l => l.TrimEnd('\r').TrimStart('\uFEFF') == line);

            var problems = Read(file).Problems;

            Assert.True(
                problems.Any(p => p.StartsWith(FormattableString.Invariant($"{file.Files[0].Path}:{number}: '{line}' "), StringComparison.Ordinal) && p.Contains(tool, StringComparison.Ordinal)),
                $"seed {seed}: {string.Join("; ", problems)}\n{file.Files[0].Text}");
        }
    }

    private static void AssertPart(List<string> made, MigrationScript? read, string tool, string shown)
    {
        var found = read is null ? [] : read.Statements.Select(static s => s.Text.ReplaceLineEndings("\n")).ToList();
        if (tool == "Play")
        {
            // A blank stands for the semicolon that was taken out.
            (made, found) = (made.ConvertAll(static s => s.Replace(" ", "", StringComparison.Ordinal)), found.ConvertAll(static s => s.Replace(" ", "", StringComparison.Ordinal)));
        }

        Assert.True(made.SequenceEqual(found, StringComparer.Ordinal), $"made\n{string.Join("\n;;\n", made)}\nfound\n{string.Join("\n;;\n", found)}\n{shown}");
    }
}
