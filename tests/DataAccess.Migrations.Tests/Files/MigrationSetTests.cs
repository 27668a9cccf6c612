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
    [InlineData("7_v1.2_fix.sql", "7", "7_v1.2_fix", null, false)]
    [InlineData("1.10_add.sql", "1.10", "1.10_add", null, false)]
    [InlineData("01.1.0_add.mysql.down.sql", "1.1", "01.1.0_add", "mysql", true)]
    [InlineData("repeatable/views.sqlite.sql", null, "repeatable/views", "sqlite", false)]
    [InlineData("0002_B.SQL", "2", "0002_B", null, false)]
    [InlineData("0002_b.Down.sql", "2", "0002_b", null, true)]
    [InlineData("0002_b.up.sql", "2", "0002_b", null, false)]
    [InlineData("0002_b.pg.up.sql", "2", "0002_b", "postgresql", false)]
    [InlineData("0002_b.Postgres.sql", "2", "0002_b", "postgresql", false)]
    [InlineData("0002_b.down.sqlite3.sql", "2", "0002_b", "sqlite", true)]
    [InlineData("0002_b.mariadb.sql", "2", "0002_b", "mariadb", false)]
    [InlineData("V1__create.sql", "1", "V1__create", null, false)]
    [InlineData("V1_1__create.mysql.sql", "1.1", "V1_1__create", "mysql", false)]
    [InlineData("V2.10.1__create all.sql", "2.10.1", "V2.10.1__create all", null, false)]
    [InlineData("U1__create.sql", "1", "U1__create", null, true)]
    [InlineData("R__the views.sql", null, "R__the views", null, false)]
    public void A_name_says_version_engine_and_direction(string path, string? version, string name, string? engine, bool isDown)
    {
        Assert.True(MigrationId.TryParse(path, out var id, out _));
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
    [InlineData("0001_x.mysql8.sql", "'.mysql8' is not known")]
    [InlineData("0001_x.postgres15.down.sql", "'.postgres15' is not known")]
    [InlineData("0001_x.oracle.sql", "postgresql, postgres, pgsql, pg, mysql, mariadb, sqlite, sqlite3")]
    [InlineData("0001_x.mssql.sql", "'.mssql' is not known")]
    [InlineData("0001_x.rollback.sql", "'.rollback' is not known")]
    [InlineData("001.do.sql", "'.do' is not known")]
    [InlineData("repeatable/x.db2.sql", "'.db2' is not known")]
    [InlineData("v1__create.sql", "with capital letters and two underscores")]
    [InlineData("V1_create.sql", "with capital letters and two underscores")]
    [InlineData("r__views.sql", "with capital letters and two underscores")]
    [InlineData("B1__schema.sql", "'dataaccess migrate baseline 1'")]
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
                "6_odd.sql:1: The directive 'no-transactoin' is unknown or repeated. Known directives, each on a line of its own: no-transaction, lock-timeout=3s, allow=rule and its reason, backfill table=orders key=id batch=1000, replaces=1..41.",
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

    [Fact]
    public void MariaDb_takes_the_files_of_MySql_where_it_has_none_of_its_own()
    {
        (string, string)[] files =
        [
            ("1_a.sql", "select 1"), ("1_a.mysql.sql", "select 2"), ("1_a.mariadb.sql", "select 3"),
            ("2_b.sql", "select 1"), ("2_b.mysql.sql", "select 2"), ("3_c.mariadb.sql", "select 3"), ("4_d.postgres.sql", "select 4"),
        ];

        string[] Paths(MigrationDatabase database)
            => MigrationSet.Read(new MemorySource(files), EngineRegistry.FilesOf(EngineRegistry.Find(database)), placeholders: null).All.Select(static m => m.Up.Path).ToArray();

        Assert.Equal(["1_a.mariadb.sql", "2_b.mysql.sql", "3_c.mariadb.sql"], Paths(MigrationDatabase.MariaDb), StringComparer.Ordinal);
        Assert.Equal(["1_a.mysql.sql", "2_b.mysql.sql"], Paths(MigrationDatabase.MySql), StringComparer.Ordinal);
        Assert.Equal(["1_a.sql", "2_b.sql", "4_d.postgres.sql"], Paths(MigrationDatabase.PostgreSql), StringComparer.Ordinal);
        Assert.Equal(["1_a.sql", "2_b.sql"], Paths(MigrationDatabase.Sqlite), StringComparer.Ordinal);
    }

    [Fact]
    public void Two_names_of_one_engine_are_one_too_many()
        => Assert.StartsWith("1_a.pg.sql and 1_a.postgres.sql have the same version 1", Assert.Single(Read("postgresql", ("1_a.pg.sql", "select 1"), ("1_a.postgres.sql", "select 1")).Problems), StringComparison.Ordinal);

    [Fact]
    public void Flyways_names_are_ordered_by_version_and_undone_by_U()
    {
        var set = Read("sqlite", ("V1__a.sql", "select 1"), ("U1__a.sql", "select 2"), ("V1.1__b.sql", "select 3"), ("V1_10__d.sql", "select 5"), ("V1_9__c.sql", "select 4"), ("R__v.sql", "select 6"));

        Assert.Empty(set.Problems);
        Assert.Equal(["V1__a", "V1.1__b", "V1_9__c", "V1_10__d", "R__v"], set.All.Select(static m => m.Name), StringComparer.Ordinal);
        Assert.Equal("select 2", Assert.Single(set.Versioned[0].Down!.Statements).Text);
        Assert.Equal("U2__x.sql: it has no migration to undo. Add V2__x.sql, or remove the file.", Assert.Single(Read("sqlite", ("U2__x.sql", "select 1")).Problems));
    }

    [Fact]
    public void A_folder_is_read_whole_or_what_is_left_out_is_named()
    {
        using var folder = new TemporaryFolder();
        folder.Write("0001_a.sql", "select 1");
        folder.Write("0002_B.SQL", "select 2");
        folder.Write("Repeatable/v.sql", "select 3");
        folder.Write(".hidden/0009_x.sql", "nonsense");
        folder.Write("_archive/0009_x.sql", "nonsense");
        folder.Write(".0009_x.sql", "nonsense");
        foreach (var ignored in new[] { "0003_c.sql.bak", "0003_c.sql~", "README.md", "atlas.sum", "my.conf", "empty/notes.txt" })
        {
            folder.Write(ignored, "nonsense");
        }

        var source = new FolderSource(folder.Path);
        Assert.Empty(source.Problems());
        Assert.Equal(["0001_a.sql", "0002_B.SQL", "repeatable/v.sql"], source.Read().Select(static f => f.Path).Order(StringComparer.Ordinal), StringComparer.Ordinal);

        folder.Write("sub/deep/0004_c.sql", "select 4");
        folder.Write("sub/0005_d.SQL", "select 5");
        folder.Write("Repeatable/more/w.sql", "select 6");
        folder.Write("V1__x.sql.conf", "executeInTransaction=false");
        Assert.Equal(
            ["V1__x.sql.conf", "sub/0005_d.SQL and others", "Repeatable/more/w.sql"],
            source.Problems().Select(static problem => problem.Split(':')[0]),
            StringComparer.Ordinal);
    }
}
