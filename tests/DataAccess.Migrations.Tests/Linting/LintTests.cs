using DataAccess.Conformance;
using DataAccess.Migrations.Files;
using DataAccess.Migrations.Tests.Files;

namespace DataAccess.Migrations.Tests.Linting;

/// <summary>What each rule finds, what it leaves alone, and what a file may allow.</summary>
public sealed class LintTests
{
    private static IReadOnlyList<LintFinding> Lint(MigrationDatabase database, params (string Path, string Text)[] files)
    {
        var engine = EngineRegistry.Find(database);
        var set = MigrationSet.Read(new MemorySource(files), EngineRegistry.FilesOf(engine), placeholders: null);
        Assert.Empty(set.Problems);
        return MigrationLinter.Lint(set, database);
    }

    private static string[] RulesOf(MigrationDatabase database, string text)
        => Lint(database, ($"1_a.{EngineRegistry.Find(database).Name}.sql", text)).Select(static f => f.Rule).Distinct(StringComparer.Ordinal).ToArray();

    [Theory]
    [MemberData(nameof(LintCases.Found), MemberType = typeof(LintCases))]
    public void Is_found(MigrationDatabase database, string rule, string text) => Assert.Contains(rule, RulesOf(database, text), StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(LintCases.LeftAlone), MemberType = typeof(LintCases))]
    public void Is_left_alone(MigrationDatabase database, string rule, string text) => Assert.DoesNotContain(rule, RulesOf(database, text), StringComparer.Ordinal);

    [Fact]
    public void Every_rule_is_found_once_and_left_alone_once_in_the_cases()
    {
        Assert.Equal(MigrationLinter.Rules, LintCases.Found.Select(static c => c.Data.Item2).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal(MigrationLinter.Rules, LintCases.LeftAlone.Select(static c => c.Data.Item2).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.True(MigrationLinter.Rules.Count >= 25);
        Assert.Equal(MigrationLinter.Rules.Count, MigrationLinter.Rules.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Comments_strings_and_quoted_names_are_no_words()
    {
        const string text = """
            -- drop table a;
            /* alter table a drop column b; /* nested */ */
            insert into log values ('drop table a', $$ truncate a $$, E'\'; drop table a');
            select "drop table" from a;
            """;

        Assert.Empty(RulesOf(MigrationDatabase.PostgreSql, text));
    }

    [Fact]
    public void A_finding_says_where_in_a_long_statement()
    {
        var found = Lint(MigrationDatabase.PostgreSql, ("1_a.sql", "-- what\nselect 1;\n\nalter table shop.orders\n    add column ok int,\n    drop column if exists paid,\n    drop column \"Sent\";"));

        Assert.Equal([("1_a.sql", 6, "shop.orders.paid"), ("1_a.sql", 7, "shop.orders.Sent")], found.Select(static f => (f.Path, f.Line, f.What)));
    }

    [Fact]
    public void A_way_back_may_drop_what_it_made_and_nothing_else_is_allowed()
    {
        var found = Lint(
            MigrationDatabase.PostgreSql,
            ("1_a.sql", "create table a (x int);"), ("1_a.down.sql", "delete from d; drop table a; alter table b drop column c;\nalter table b rename to e;"));

        Assert.Equal(["rename-table"], found.Select(static f => f.Rule), StringComparer.Ordinal);
        Assert.Equal(("1_a.down.sql", 2), (found[0].Path, found[0].Line));
    }

    [Fact]
    public void A_reason_silences_a_rule_in_its_file()
    {
        Assert.Empty(RulesOf(MigrationDatabase.Sqlite, "-- dataaccess: allow=drop-table unused since version 2\n-- dataaccess: allow=drop-column so is this\ndrop table a; alter table b drop column c;"));
        Assert.Equal(["drop-column"], RulesOf(MigrationDatabase.Sqlite, "-- dataaccess: allow=drop-table unused since version 2\ndrop table a; alter table b drop column c;"), StringComparer.Ordinal);
    }

    [Fact]
    public void Without_a_reason_nothing_is_silenced()
    {
        var found = Lint(MigrationDatabase.Sqlite, ("1_a.sql", "-- what\n-- dataaccess: allow=drop-table\ndrop table a;"));

        Assert.Equal([("allow-without-reason", 2), ("drop-table", 3)], found.Select(static f => (f.Rule, f.Line)));
        Assert.Contains("-- dataaccess: allow=drop-table no version", found[0].SafeWay, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_does_not_exist_is_named()
    {
        var found = Lint(MigrationDatabase.Sqlite, ("1_a.sql", "-- dataaccess: allow=drop-tabel nobody uses it\nselect 1;"));

        Assert.Equal([("unknown-allow", "allow=drop-tabel", 1)], found.Select(static f => (f.Rule, f.What, f.Line)));
        Assert.Contains("drop-table", found[0].SafeWay, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directive_after_an_allow_is_not_taken_for_its_reason()
    {
        var set = MigrationSet.Read(new MemorySource(("1_a.sql", "-- dataaccess: allow=drop-table no-transaction\nselect 1;")), EngineRegistry.FilesOf(EngineRegistry.Find(MigrationDatabase.Sqlite)), placeholders: null);

        Assert.StartsWith("1_a.sql:1: ", Assert.Single(set.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void What_earlier_files_say_of_a_type_counts()
    {
        (string, string) before = ("1_a.sql", "create table a (name varchar(20), price numeric(8, 2), n int);\nalter table a add column note character varying(9);");
        Assert.Empty(Lint(MigrationDatabase.PostgreSql, before, ("2_b.sql", "alter table a alter column name type varchar(40), alter price type numeric(10,2), alter column note type text;")));
        Assert.Equal(3, Lint(MigrationDatabase.PostgreSql, before, ("2_b.sql", "alter table a alter column name type varchar(10), alter price type numeric(10,3), alter column n type bigint;")).Count);
        Assert.Single(Lint(MigrationDatabase.MySql, ("1_a.sql", "create table a (name varchar(20), n int);"), ("2_b.sql", "alter table a modify name varchar(63), modify n int not null;"), ("3_c.sql", "alter table a modify name varchar(64);")));
    }

    [Fact]
    public void A_check_that_an_earlier_file_validated_counts()
    {
        (string, string)[] before =
        [
            ("1_a.sql", "alter table a add constraint c check (x is not null) not valid, add constraint d check (y is not null) not valid;"),
            ("2_b.sql", "alter table a validate constraint c;"),
        ];

        var found = Lint(MigrationDatabase.PostgreSql, [.. before, ("3_c.sql", "alter table a alter column x set not null;\nalter table a alter y set not null;")]);

        Assert.Equal([("set-not-null-without-check", 2, "a.y")], found.Select(static f => (f.Rule, f.Line, f.What)));
    }

    [Fact]
    public void Only_newer_files_are_reported_and_older_ones_still_read()
    {
        using var folder = new TemporaryFolder();
        folder.Write("1_a.sql", "create table a (x varchar(5)); drop table z;");
        folder.Write("2_b.sql", "alter table a alter column x type varchar(9); drop table y;");
        folder.Write("repeatable/r.sql", "delete from w;");
        var options = new MigrationOptions { Directory = folder.Path };

        Assert.Equal(["z", "y", "w"], MigrationLinter.Lint(MigrationDatabase.PostgreSql, options).Select(static f => f.What), StringComparer.Ordinal);
        Assert.Equal(["y", "w"], MigrationLinter.Lint(MigrationDatabase.PostgreSql, options, after: 1).Select(static f => f.What), StringComparer.Ordinal);
        folder.Write("3_c.sql", "select 'open");
        Assert.Equal(MigrationFailure.Validation, Assert.Throws<MigrationException>(() => MigrationLinter.Lint(MigrationDatabase.PostgreSql, options)).Failure);
    }

    [Theory]
    [InlineData(MigrationDatabase.PostgreSql)]
    [InlineData(MigrationDatabase.MySql)]
    [InlineData(MigrationDatabase.MariaDb)]
    [InlineData(MigrationDatabase.Sqlite)]
    public void The_migrations_of_this_repository_are_clean(MigrationDatabase database)
        => Assert.Empty(MigrationLinter.Lint(database, new MigrationOptions { Directory = Path.Combine(TestFiles.Root, "migrations") }));
}
