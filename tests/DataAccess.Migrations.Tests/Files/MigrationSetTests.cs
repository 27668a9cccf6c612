using DataAccess.Migrations.Files;

namespace DataAccess.Migrations.Tests.Files;

public sealed class MigrationSetTests
{
    private static MigrationSet Read(string engine, params (string Path, string Text)[] files)
        => MigrationSet.Read(new MemorySource(files), FilesOf(engine), placeholders: null);

    private static EngineFiles FilesOf(string engine) => EngineRegistry.FilesOf(EngineRegistry.All.First(e => e.Name == engine));

    [Theory]
    [InlineData("0001_create_orders.sql", "1", "0001_create_orders", null, false)]
    [InlineData("20260131120000-add.postgresql.sql", "20260131120000", "20260131120000-add", "postgresql", false)]
    [InlineData("7_x.mysql.down.sql", "7", "7_x", "mysql", true)]
    [InlineData("7_x.down.sqlite.sql", "7", "7_x", "sqlite", true)]
    [InlineData("7_x.y.sql", "7", "7_x.y", null, false)]
    [InlineData("1.10_add.sql", "1.10", "1.10_add", null, false)]
    [InlineData("01.1.0_add.mysql.down.sql", "1.1", "01.1.0_add", "mysql", true)]
    [InlineData("repeatable/views.sqlite.sql", null, "repeatable/views", "sqlite", false)]
    public void A_name_says_version_engine_and_direction(string path, string? version, string name, string? engine, bool isDown)
    {
        Assert.True(MigrationId.TryParse(path, out var id, out _, FilesOf("sqlite").Suffixes));
        Assert.Equal(new MigrationId(version is null ? null : MigrationVersion.Parse(version), name, engine, isDown), id);
    }

    [Theory]
    [InlineData("create.sql", "no version")]
    [InlineData("1.sql", "write _ and a name")]
    [InlineData("1create.sql", "write _ and a name")]
    [InlineData("1234567890123456789_x.sql", "is not a version")]
    [InlineData("1..2_x.sql", "is not a version")]
    [InlineData("1.2.3.4.5.6.7.8.9_x.sql", "up to 8 numbers")]
    [InlineData("repeatable/x.down.sql", "cannot be undone")]
    public void A_name_that_says_nothing_is_a_problem(string path, string what)
    {
        Assert.False(MigrationId.TryParse(path, out _, out var problem));
        Assert.StartsWith(path, problem, StringComparison.Ordinal);
        Assert.Contains(what, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_ordered_by_number_and_chosen_by_engine()
    {
        var set = Read(
            "sqlite",
            ("10_b.sql", "select 1"), ("9_a.sql", "select 2"), ("9_a.sqlite.sql", "select 3"), ("9_a.mysql.sql", "not 'closed"),
            ("9_a.down.sql", "select 4"), ("11_c.postgresql.sql", "select 5"), ("repeatable/z.sql", "select 6"));

        Assert.Empty(set.Problems);
        Assert.Equal(["9_a", "10_b", "repeatable/z"], set.All.Select(static m => m.Name), StringComparer.Ordinal);
        Assert.Equal("9_a.sqlite.sql", set.Versioned[0].Up.Path);
        Assert.Equal("select 4", Assert.Single(set.Versioned[0].Down!.Statements).Text);
    }

    [Fact]
    public void Every_problem_names_its_file_and_what_to_do()
    {
        var set = MigrationSet.Read(
            new MemorySource(
                ("1_a.sql", "select 1"), ("01_b.sql", "select 1"), ("2_empty.sql", "-- nothing\n;"), ("3_open.sql", "select 1;\nselect 'x"),
                ("4_only.down.sql", "select 1"), ("5_late.sql", "select 1;\n-- dataaccess: no-transaction\n"), ("6_odd.sql", "-- dataaccess: no-transactoin\nselect 1"),
                ("7_time.sql", "-- dataaccess: lock-timeout=soon\nselect 1"))
            { { "8_latin.sql", [.. "select 1;\nselect '"u8, 0xE9, (byte)'\''] } },
            FilesOf("sqlite"),
            placeholders: null);

        Assert.Equal(
            [
                "01_b.sql and 1_a.sql have the same version 1. Give one of them another.",
                "2_empty.sql: the file is empty: it has no statement. Write one, or remove the file.",
                "3_open.sql:2: The quote ' opened here is never closed. Close it with '",
                "4_only.down.sql: it has no migration to undo. Add 4_only.sql, or remove the file.",
                "5_late.sql:2: a directive is only valid above the first statement. Move it to the top.",
                "6_odd.sql:1: The directive 'no-transactoin' is unknown or repeated. Known directives, each on a line of its own: no-transaction, lock-timeout=3s, allow=rule and its reason, backfill table=orders key=id batch=1000.",
                "7_time.sql:1: 'lock-timeout=soon' has no valid duration. Write lock-timeout=3s, lock-timeout=500ms or lock-timeout=2m.",
                "8_latin.sql:2: the file is not UTF-8. Save it as UTF-8.",
            ],
            set.Problems.Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    [Fact]
    public void Directives_are_read_from_the_leading_comment()
    {
        var set = Read("postgresql", ("1_a.sql", "/* licence */\n-- dataaccess: no-transaction, lock-timeout=500ms\n-- dataaccess: allow=drop-column\nselect 1"));

        var directives = set.Versioned[0].Up.Directives;
        Assert.True(directives.NoTransaction);
        Assert.Equal(TimeSpan.FromMilliseconds(500), directives.LockTimeout);
        Assert.Equal(["drop-column"], directives.Allowed.Select(static a => a.Rule), StringComparer.Ordinal);
    }

    [Fact]
    public void A_checksum_does_not_see_line_ends()
    {
        // sha256sum of "select 1;\nselect 2;\n"
        const string expected = "061e995aebcb765888ac7580f67ee3815a03b9b9c3fd5ff2dbb40db98b53a737";
        Assert.Equal(expected, ScriptChecksum.Of("select 1;\nselect 2;\n"));
        Assert.Equal(expected, ScriptChecksum.Of("select 1;\r\nselect 2;\r\n"));
        Assert.Null(ScriptChecksum.EarlierOf("select 1;\r\nselect 2;\r\n"));
        Assert.NotEqual(expected, ScriptChecksum.Of("select 1;\nselect 2; \n"), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("select 1;\rselect 2;\r")]
    [InlineData("select 1;\fselect 2;\u2028")]
    [InlineData("select 1;\u0085select 2;\r\n")]
    public void A_change_of_what_is_no_line_end_is_seen_and_what_was_written_before_stays_valid(string text)
    {
        var plain = ScriptChecksum.Of("select 1;\nselect 2;\n");

        Assert.NotEqual(plain, ScriptChecksum.Of(text), StringComparer.Ordinal);
        Assert.Equal(plain, ScriptChecksum.EarlierOf(text));
        var script = new MigrationScript("1_a.sql", ScriptChecksum.Of(text), MigrationDirectives.None, []) { EarlierChecksum = ScriptChecksum.EarlierOf(text) };
        Assert.True(script.Is(plain));
        Assert.True(script.Is(ScriptChecksum.Of(text)));
        Assert.False(script.Is(ScriptChecksum.Of("select 3;")));
    }

    [Fact]
    public void A_missing_folder_is_named()
        => Assert.Contains("no/such/folder", Assert.Throws<MigrationException>(() => new FolderSource("no/such/folder").Read().ToList()).Message, StringComparison.Ordinal);
}
