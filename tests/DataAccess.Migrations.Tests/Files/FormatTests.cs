using DataAccess.Migrations.Files;

namespace DataAccess.Migrations.Tests.Files;

/// <summary>Files of other tools: both halves are found and never run together, or the file is refused by name.</summary>
public sealed class FormatTests
{
    private static MigrationSet Read(params (string Path, string Text)[] files)
        => MigrationSet.Read(new MemorySource(files), EngineRegistry.FilesOf(EngineRegistry.All.First(static e => e.Name == "postgresql")), placeholders: null);

    public static TheoryData<string, string> Halves => new()
    {
        { "goose", "-- +goose Up\ncreate table a (x int);\n-- +goose Down\ndrop table a;\n" },
        { "goose in lower case", "-- +goose up\ncreate table a (x int);\n\n--  +goose down   \ndrop table a;\n" },
        { "goose without blank", "--+goose Up\ncreate table a (x int);\n--+goose Down\ndrop table a;\n" },
        { "goose with blocks", "-- licence\n-- +goose Up\n-- +goose StatementBegin\ncreate table a (x int);\n-- +goose StatementEnd\n-- +goose Down\n-- +goose StatementBegin\ndrop table a;\n-- +goose StatementEnd\n-- +goose ENVSUB OFF\n" },
        { "goose with CRLF", "-- +goose Up\r\ncreate table a (x int);\r\n-- +goose Down\r\ndrop table a;\r\n" },
        { "micrate", "-- +micrate Up\ncreate table a (x int);\n-- +micrate Down\ndrop table a;\n" },
        { "sql-migrate", "-- +migrate Up\ncreate table a (x int);\n-- +migrate Down\ndrop table a;\n" },
        { "dbmate", "-- migrate:up\ncreate table a (x int);\n\n-- migrate:down\ndrop table a;\n" },
        { "dbmate, tight", "--migrate:up transaction:true\ncreate table a (x int);\n--   migrate:down\ndrop table a;\n" },
        { "tern", "create table a (x int);\n---- create above / drop below ----\ndrop table a;\n" },
        { "node-pg-migrate", "-- Up Migration\ncreate table a (x int);\n-- Down Migration\ndrop table a;\n" },
        { "node-pg-migrate, loose", "  ---- up migration: a table\ncreate table a (x int);\n--DOWN   MIGRATION\ndrop table a;\n" },
        { "node-pg-migrate, down first", "-- Down Migration\ndrop table a;\n-- Up Migration\ncreate table a (x int);\n" },
        { "rambler", "-- rambler up\ncreate table a (x int);\n-- rambler down\ndrop table a;\n" },
        { "Play", "# --- A table\n# --- !Ups\ncreate table a (x int);\n# --- !Downs\ndrop table a;\n" },
        { "Play with dashes", "-- !Ups\ncreate table a (x int);\n-- !Downs\ndrop table a;\n" },
        { "MyBatis", "-- // a table\n-- Migration SQL that makes the change goes here.\ncreate table a (x int);\n-- //@UNDO\n-- SQL to undo the change goes here.\ndrop table a;\n" },
        { "shmig", "-- ==== UP ====\ncreate table a (x int);\n-- ==== DOWN ====\ndrop table a;\n" },
        { "Liquibase", "--liquibase formatted sql\n\n--changeset me:1 splitStatements:false logicalFilePath:a.sql\n--comment a table\ncreate table a (x int);\n--rollback drop table a;\n" },
        { "Liquibase with a block", "-- liquibase formatted sql\n-- changeset \"me too\":\"1 a\" runInTransaction:true dbms:postgresql,h2 failOnError:true\ncreate table a (x int);\n/* liquibase rollback\ndrop table a;\n*/\n" },
    };

    [Theory]
    [MemberData(nameof(Halves))]
    public void Each_half_is_what_it_is(string format, string text)
    {
        var set = Read(("1_a.sql", text));

        Assert.True(set.Problems.Count == 0, $"{format}: {string.Join("; ", set.Problems)}");
        var migration = Assert.Single(set.Versioned);
        Assert.Equal("create table a (x int)", Assert.Single(migration.Up.Statements).Text);
        var down = Assert.Single(migration.Down!.Statements);
        Assert.Equal("drop table a", down.Text);

        // The lines are the file's, and the checksum is of the whole file.
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        Assert.Contains("create table a", lines[migration.Up.Statements[0].Line - 1], StringComparison.Ordinal);
        Assert.Contains("drop table a", lines[down.Line - 1], StringComparison.Ordinal);
        Assert.Equal(ScriptChecksum.Of(text), migration.Up.Checksum);
        Assert.False(migration.Up.Directives.NoTransaction || migration.Down.Directives.NoTransaction);
    }

    [Theory]
    [InlineData("-- +goose NO TRANSACTION\n-- +goose Up\nselect 1;\n-- +goose Down\nselect 2;", true, true)]
    [InlineData("-- +goose Up\n-- +goose no transaction\nselect 1;\n-- +goose Down\nselect 2;", true, true)]
    [InlineData("-- +migrate Up notransaction\nselect 1;\n-- +migrate Down\nselect 2;", true, false)]
    [InlineData("-- migrate:up\nselect 1;\n-- migrate:down transaction:false\nselect 2;", false, true)]
    [InlineData("-- migrate:up   transaction:false \nselect 1;\n-- migrate:down\nselect 2;", true, false)]
    [InlineData("---- tern: disable-tx ----\nselect 1;\n---- create above / drop below ----\nselect 2;", true, true)]
    [InlineData("--liquibase formatted sql\n--changeset a:1 runInTransaction:false\nselect 1;\n--rollback select 2;", true, true)]
    [InlineData("-- dataaccess: no-transaction\n-- +goose Up\nselect 1;\n-- +goose Down\nselect 2;", true, true)]
    public void No_transaction_is_honoured(string text, bool up, bool down)
    {
        var set = Read(("1_a.sql", text));

        Assert.Empty(set.Problems);
        Assert.Equal((up, down), (set.Versioned[0].Up.Directives.NoTransaction, set.Versioned[0].Down!.Directives.NoTransaction));
    }

    [Theory]
    [InlineData("-- no-transaction\nselect 1;", true)]
    [InlineData("-- no-transaction, for the index\nselect 1;", true)]
    [InlineData("-- atlas:txmode none\n\nselect 1;", true)]
    [InlineData("-- atlas:txmode file\n-- atlas:nolint destructive\nselect 1;", false)]
    [InlineData("--! no-transaction\n--! Previous: sha1:ab\nselect 1;", true)]
    [InlineData("-- transactional: false\nselect 1;", true)]
    [InlineData("-- The migration of orders runs as one transaction; scroll down, roll it back, undo it.\nselect 1; -- down\n", false)]
    public void Directives_of_files_with_one_half_are_honoured(string text, bool noTransaction)
    {
        var set = Read(("1_a.sql", text));

        Assert.Empty(set.Problems);
        Assert.Equal(noTransaction, set.Versioned[0].Up.Directives.NoTransaction);
        Assert.Null(set.Versioned[0].Down);
    }

    [Fact]
    public void Sections_are_undone_from_the_last_to_the_first()
    {
        var set = Read(
            ("1_a.sql", "--liquibase formatted sql\n--changeset a:1\nselect 'a1';\n--rollback select 'r1a';\n--rollback select 'r1b';\n--changeset a:2\nselect 'a2';\n--rollback select 'r2';\n--changeset a:3\nselect 'a3';\n--rollback empty\n"),
            ("2_b.sql", "-- rambler up\nselect 'a1';\n-- rambler down\nselect 'r1';\n-- rambler up\nselect 'a2';\n-- rambler down\nselect 'r2';\n"));

        Assert.Empty(set.Problems);
        Assert.Equal(["select 'a1'", "select 'a2'", "select 'a3'"], set.Versioned[0].Up.Statements.Select(static s => s.Text), StringComparer.Ordinal);
        Assert.Equal(["select 'r2'", "select 'r1a'", "select 'r1b'"], set.Versioned[0].Down!.Statements.Select(static s => s.Text), StringComparer.Ordinal);
        Assert.Equal(["select 'r2'", "select 'r1'"], set.Versioned[1].Down!.Statements.Select(static s => s.Text), StringComparer.Ordinal);
    }

    [Fact]
    public void A_change_set_without_a_rollback_makes_the_whole_file_one_that_cannot_be_undone()
        => Assert.Null(Read(("1_a.sql", "--liquibase formatted sql\n--changeset a:1\nselect 1;\n--rollback select 2;\n--changeset a:2\nselect 3;")).Versioned[0].Down);

    [Theory]
    [InlineData(" -- +goose Up\nselect 1;\n -- +goose Down\nselect 2;", "1_a.sql:1: '-- +goose Up' looks like a directive of goose, but goose would not take it in this form")]
    [InlineData("-- +goose Up\nselect 1;\n-- +goose Dwon\nselect 2;", "1_a.sql:3: '-- +goose Dwon' looks like")]
    [InlineData("-- +goose Up\nselect 1;\n/* +goose Down */\nselect 2;", "1_a.sql:3: ")]
    [InlineData("-- goose Up\nselect 1;\n-- goose Down\nselect 2;", "1_a.sql:1: ")]
    [InlineData("-- +goose Down\nselect 2;", "1_a.sql:1: '-- +goose Down' begins what undoes the migration, but nothing says")]
    [InlineData("select 1;\n-- +goose Up\nselect 2;", "1_a.sql:1: 'select 1;' stands before the first directive of goose")]
    [InlineData("-- +goose Up\nselect 1;\n-- +goose Down\nselect 2;\n-- +goose Up\nselect 3;", "1_a.sql:5: '-- +goose Up' repeats the directive of line 1")]
    [InlineData("-- +goose Up\n-- +goose StatementBegin\nselect 1;\n-- +goose Down\nselect 2;", "1_a.sql:4: '-- +goose Down' stands inside the statement that line 2 begins")]
    [InlineData("-- +goose Up\n-- +goose StatementBegin\nselect 1;", "1_a.sql:2: '-- +goose StatementBegin' begins a statement that is never ended")]
    [InlineData("-- +goose Up\nselect 1;\n-- +goose StatementEnd", "1_a.sql:3: '-- +goose StatementEnd' ends a statement that was not begun")]
    [InlineData("-- +goose ENVSUB ON\n-- +goose Up\nselect 1;", "1_a.sql:1: '-- +goose ENVSUB ON' is a directive of goose that cannot be honoured here. Environment variables are not filled in.")]
    [InlineData("-- +goose Up\nselect 1;\n-- migrate:down\nselect 2;", "1_a.sql:3: '-- migrate:down' is a directive of dbmate, and line 1 has one of goose.")]
    [InlineData("-- +goose Up\n-- +goose Down\nselect 2;", "has no statement that applies the migration")]
    [InlineData("-- +goose Up\nselect $$\n-- +goose Down\n$$;", "1_a.sql:2: The quote $$ opened here is never closed")]
    [InlineData("-- Migrate:Up\nselect 1;\n-- Migrate:Down\nselect 2;", "1_a.sql:1: '-- Migrate:Up' looks like a directive of dbmate")]
    [InlineData("-- migrate: up\nselect 1;\n-- migrate: down\nselect 2;", "1_a.sql:1: ")]
    [InlineData("-- migrate:up transaction:no\nselect 1;", "has an option 'transaction:no' that is not known. dbmate has: -- migrate:up and -- migrate:down")]
    [InlineData("-- +migrate up\nselect 1;", "1_a.sql:1: '-- +migrate up' looks like a directive of sql-migrate")]
    [InlineData("select 1;\n-- create above / drop below\nselect 2;", "1_a.sql:2: '-- create above / drop below' looks like a directive of tern")]
    [InlineData("{{ template \"x\" . }}\n---- create above / drop below ----\nselect 2;", "1_a.sql:1: '{{ template \"x\" . }}' has a template of tern")]
    [InlineData("create table a (x int);\n-- Down Migration\ndrop table a;", "1_a.sql:2: '-- Down Migration' begins what undoes")]
    [InlineData("-- Rambler Up\nselect 1;", "1_a.sql:1: ")]
    [InlineData("# --- !ups\nselect 1;", "1_a.sql:1: '# --- !ups' looks like a directive of Play evolutions")]
    [InlineData("select 1;\n-- @undo\nselect 2;", "1_a.sql:2: '-- @undo' looks like a directive of MyBatis Migrations")]
    [InlineData("select 1;\n-- no-transaction\nselect 2;", "1_a.sql:2: '-- no-transaction' is only valid on the first line: sqlx would not see it here")]
    [InlineData("-- NO TRANSACTION\nselect 2;", "1_a.sql:1: '-- NO TRANSACTION' looks like a directive of sqlx")]
    [InlineData("-- atlas:delimiter \\n\\n\nselect 2", "1_a.sql:1: '-- atlas:delimiter \\n\\n' is a directive of Atlas that cannot be honoured")]
    [InlineData("-- atlas:txmod none\nselect 2", "1_a.sql:1: '-- atlas:txmod none' looks like a directive of Atlas")]
    [InlineData("select 1;\n-- DOWN\nselect 2;", "1_a.sql:2: '-- DOWN' looks as if what undoes the migration began there")]
    [InlineData("-- Up\nselect 1;\n-------- Down ---\nselect 2;", "1_a.sql:3: ")]
    [InlineData("select 1;\n/* rollback */\nselect 2;", "1_a.sql:2: ")]
    [InlineData("select 1;\n-- [down]\nselect 2;", "1_a.sql:2: ")]
    [InlineData("select 1;\n-- {Down}\nselect 2;", "1_a.sql:2: ")]
    [InlineData("select 1;\n-- (down)\nselect 2;", "1_a.sql:2: ")]
    [InlineData("select 1;\n-- <down>\nselect 2;", "1_a.sql:2: ")]
    [InlineData("select 1;\n-- \"down\"\nselect 2;", "1_a.sql:2: ")]
    [InlineData("select 1;\n-- |down|\nselect 2;", "1_a.sql:2: ")]
    [InlineData("select 1;\n-- ~down\nselect 2;", "1_a.sql:2: ")]
    [InlineData("select 1;\n-- down;\nselect 2;", "1_a.sql:2: ")]
    [InlineData("select 1;\n-- Downgrade\nselect 2;", "1_a.sql:2: ")]
    [InlineData("select 1;\n-- begin down\nselect 2;", "1_a.sql:2: ")]
    [InlineData("select 'a''b';\n-- down\nselect 2;", "1_a.sql:2: ")]
    [InlineData("--changeset a:1\nselect 1;", "1_a.sql:1: '--changeset a:1' looks like a directive of Liquibase, but the file is not one that Liquibase would read")]
    [InlineData("--liquibase formatted sql\nselect 1;", "1_a.sql:2: 'select 1;' stands before the first change set")]
    [InlineData("--liquibase formatted sql\n--changeset a:1 context:test\nselect 1;", "1_a.sql:2: '--changeset a:1 context:test' has context:test, which cannot be honoured here. It would run everywhere.")]
    [InlineData("--liquibase formatted sql\n--changeset a:1 endDelimiter:/\nselect 1;", "has endDelimiter:/, which cannot be honoured")]
    [InlineData("--liquibase formatted sql\n--changeset a:1 dbms:oracle,!postgresql\nselect 1;", "has dbms:oracle,!postgresql, which cannot be honoured here. It is not for postgresql.")]
    [InlineData("--liquibase formatted sql\n--changeset a:1 runAllways:true\nselect 1;", "has an attribute 'runAllways' that is not known")]
    [InlineData("--liquibase formatted sql\n--changeset a:1 runOnChange:true\nselect 1;", "Move its statements to a file in repeatable/")]
    [InlineData("--liquibase formatted sql\n--changeset a:1\n--preconditions onFail:MARK_RAN\n--precondition-sql-check expectedResult:0 select 1\nselect 1;", "1_a.sql:3: '--preconditions onFail:MARK_RAN' is a directive of Liquibase that cannot be honoured")]
    [InlineData("--liquibase formatted sql\n--changeset a:1\nselect 1;\n-rollback select 2;", "1_a.sql:4: ")]
    [InlineData("--liquibase formatted sql\n--changeset a:1 runInTransaction:false\nselect 1;\n--changeset a:2\nselect 2;", "1_a.sql:2: '--changeset a:1 runInTransaction:false' runs without a transaction, and other change sets of the file do not.")]
    public void What_the_tool_would_not_take_is_refused_by_name(string text, string problem)
    {
        var set = Read(("1_a.sql", text));

        Assert.Contains(set.Problems, p => p.Contains(problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("insert into n values ('notes\n-- Down\nx');")]
    [InlineData("insert into n values ('notes\n-- +goose Down\n-- migrate:down\n--@DELIMITER //\n');")]
    [InlineData("create table \"a\n-- Down Migration\n\" (x int);")]
    [InlineData("COPY n FROM stdin;\n-- Down\n1\n-- rollback\n\\.\n")]
    [InlineData("create function f() returns int language plpgsql as $$ begin\n-- down\nreturn 1; end $$;")]
    [InlineData("select E'a\\'\n-- down\n';")]
    [InlineData("select 1 /* a\n-- down\n--//@UNDO\n-- +goose Up\n---- create above / drop below ----\nb */, 2;")]
    [InlineData("create function f() returns int begin atomic\nselect 1;\n-- rollback\nselect 2;\nend;")]
    public void A_line_of_data_is_no_directive(string text)
    {
        var set = Read(("1_a.sql", text));

        Assert.Empty(set.Problems);
        Assert.Null(set.Versioned[0].Down);
        Assert.Contains("--", set.Versioned[0].Up.Statements[0].Whole, StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_of_comment_above_the_statements_has_no_directives()
        => Assert.Equal(2, Assert.Single(Read(("1_a.sql", "select 1;\n/*\n--//@UNDO\n-- Down\n*/\nselect 2;")).Versioned).Up.Statements.Count);

    [Fact]
    public void A_line_of_data_is_no_directive_beside_one()
        => Assert.Contains(Read(("1_a.sql", "insert into n values ('\n-- Down\n');\n-- Down\ndrop table n;")).Problems, static p => p.StartsWith("1_a.sql:4: '-- Down' looks as if", StringComparison.Ordinal));

    [Fact]
    public void A_down_part_and_a_down_file_are_one_too_many()
    {
        const string both = "-- migrate:up\nselect 1;\n-- migrate:down\nselect 2;";

        Assert.Equal("1_a.sql: line 4 undoes the migration, and so does 1_a.down.sql. Remove one of them.", Assert.Single(Read(("1_a.sql", both), ("1_a.down.sql", "select 3")).Problems));
        Assert.Equal("repeatable/a.sql: line 4 undoes the migration, and a repeatable migration cannot be undone. Remove that part.", Assert.Single(Read(("repeatable/a.sql", both)).Problems));
        Assert.StartsWith("1_a.down.sql: the file has a part that applies", Assert.Single(Read(("1_a.sql", "select 1"), ("1_a.down.sql", both)).Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-- Down Migration\nselect 2;")]
    [InlineData("-- +goose Down\nselect 2;")]
    [InlineData("-- rollback\nselect 2;")]
    public void A_down_file_may_say_that_it_is_one(string text)
        => Assert.Equal("select 2", Assert.Single(Read(("1_a.sql", "select 1"), ("1_a.down.sql", text)).Versioned[0].Down!.Statements).Text);

    [Fact]
    public void Plays_double_semicolons_are_single_ones()
        => Assert.Equal("do $$ begin null; end; $$", Read(("1_a.sql", "# --- !Ups\ndo $$ begin null;; end;; $$;\n")).Versioned[0].Up.Statements[0].Text.Replace(";  ", "; ", StringComparison.Ordinal));

    /// <summary>A value stays what it is, and what follows stays where it is.</summary>
    [Theory]
    [InlineData("insert into a values ('x;;y', 1)", "insert into a values ('x;y' , 1)")]
    [InlineData("insert into a values ('it''s;;''', \"b;;;;c\") -- it's;; '\n, ('d;;')", "insert into a values ('it''s;''' , \"b;;c\"  ) -- it's;  '\n, ('d;' )")]
    public void Plays_double_semicolons_in_a_string_are_single_ones_without_a_blank(string text, string statement)
    {
        var read = Read(("1_a.sql", $"# --- !Ups\n{text}; select 1;\n")).Versioned[0].Up.Statements;

        Assert.Equal(statement, read[0].Text);
        Assert.Equal(text.Split('\n')[^1].Length + 3, read[1].Column);
    }

    [Fact]
    public void A_finding_about_the_top_of_a_file_is_reported_once()
    {
        var set = Read(("1_a.sql", "-- dataaccess: allow=no-such-rule because\n-- +goose Up\ncreate table a (x int);\n-- +goose Down\ndrop table a;"));

        Assert.Single(MigrationLinter.Lint(set, MigrationDatabase.PostgreSql), static f => f.Rule == "unknown-allow");
    }

    [Fact]
    public void An_empty_down_part_undoes_nothing()
        => Assert.Null(Read(("1_a.sql", "-- Write your migrate up statements here\nselect 1;\n---- create above / drop below ----\n-- Write your migrate down statements here.\n")).Versioned[0].Down);
}
