using DataAccess.Conformance;
using DataAccess.Migrations.Diffing;
using DataAccess.Migrations.Tests.Files;
using DataAccess.Migrations.Tests.Snapshots;

namespace DataAccess.Migrations.Tests.Diffing;

public sealed class SqliteDiffTests() : DiffSuite(new SqliteEngine())
{
    protected override string Everything => SqliteSnapshotTests.Script;

    protected override IReadOnlyList<(string Type, string Default)> Types => [("int", "1"), ("text", "'x;y'"), ("text collate nocase", "'v'"), ("real", "1.5"), ("blob", "(1 + 2)"), ("numeric(8, 2) check (id <> 7)", "current_timestamp")];

    protected override IReadOnlyList<(string From, string To)> Narrowings => [("text", "int"), ("text", "numeric"), ("text", "real"), ("int", "text"), ("int", "real"), ("real", "int"), ("blob", "text"), ("", "int"), ("varchar(10)", "numeric(10, 2)"), ("numeric", "text")];

    protected override IReadOnlyList<(string Type, string[] Values)> Values =>
    [
        ("int", ["9223372036854775807", "'x'", "x'01'", "0.1"]), ("integer", ["-1"]), ("numeric(8, 2)", ["1.5", "'1.50'"]), ("boolean", ["1"]), ("date", ["'2020-01-01'"]), ("text", ["'007'", "7", "x'07'"]), ("varchar(3)", ["'abcd'"]),
        ("real", ["7", "0.1", "'x'"]), ("double precision", ["1e300"]), ("blob", ["'007'", "7", "0.5", "x'00'"]), ("", ["'007'", "7.0"]),
    ];

    private protected override bool Keeps(string from, string to) => Engines.Sqlite.SqliteTypeChange.KeepsValues(from, wasStrict: false, to, isStrict: false);

    protected override string AreEqual(string column, string other) => $"{column} is {other} and typeof({column}) = typeof({other})";

    [Theory]
    [InlineData("int", true, "text", true, true)]
    [InlineData("int", false, "text", true, false)]
    [InlineData("any", true, "any", true, true)]
    [InlineData("any", true, "any", false, false)]
    [InlineData("any", false, "any", true, true)]
    [InlineData("real", true, "text", true, false)]
    public void What_a_strict_table_holds_is_of_its_type(string from, bool wasStrict, string to, bool isStrict, bool keeps)
        => Assert.Equal(keeps, Engines.Sqlite.SqliteTypeChange.KeepsValues(from, wasStrict, to, isStrict));

    [Fact]
    public async Task A_virtual_table_that_is_made_again_loses_its_rows()
    {
        var result = await DiffAsync("create virtual table w using fts5(body);", "create virtual table w using fts5(body, title);", drops: true);

        Assert.Equal("the virtual table w with its rows", Assert.Single(result.Statements, static s => s.Loses is not null).Loses);
    }

    protected override IReadOnlyList<string> Changes =>
    [
        "create table t (a integer primary key, b text); create table u (a int references t on delete cascade); create index u_a on u (a); create view v as select a, b from t; create trigger g after insert on t begin delete from u; end;",
        "create table t (a integer primary key autoincrement, b text not null default 'x' check (b <> ';')); create table u (a int references t); create index u_a on u (a) where a > 1; create view v as select b from t; create trigger g after delete on t begin delete from u; end;",
        "create table t (a text primary key, b text) without rowid; create table u (a int, b int generated always as (a * 2) virtual);",
        "create table t (a text primary key, b text) without rowid, strict; create table u (a int, b int generated always as (a * 3) stored);",
        "create table t (a text primary key, b text, c int default 5, d real); create table u (b int, a int);",
        "create table t (a text, b text, unique (a, b)); create virtual table w using fts5(body);",
        "create table t (a text, b text, unique (b, a)); create virtual table w using fts5(body, title);",
        "create table \"odd name\" (\"a b\" text); create table [t] ([select] int);",
        "create table \"odd name\" (\"a b\" int, c int); create table t (\"select\" text);",
    ];

    /// <summary>To drop a table deletes what refers to it where foreign keys are on.</summary>
    [Fact]
    public async Task Rows_that_refer_to_a_table_that_is_made_anew_stay()
    {
        const string Before = "create table parent (id integer primary key, n text); create table child (id integer primary key, parent_id int references parent on delete cascade);";
        const string After = "create table parent (id integer primary key, n int not null); create table child (id integer primary key, parent_id int references parent on delete cascade);";
        using var folder = new TemporaryFolder();
        folder.Write("1_first.sql", Before);
        folder.Write("2_rows.sql", "insert into parent values (1, '5'); insert into child values (1, 1), (2, 1);");
        var migrator = new Migrator(Db, new MigrationOptions { Directory = folder.Path });
        await migrator.UpAsync(cancellationToken: Token);
        folder.Write("3_next.sql", DiffText.Write(await DiffAsync(Before, After, drops: true), EngineRegistry.Find(Db.Provider).Diff, "Next."));
        Assert.Contains("-- dataaccess: no-transaction", await File.ReadAllTextAsync(Path.Combine(folder.Path, "3_next.sql"), Token), StringComparison.Ordinal);

        await migrator.UpAsync(cancellationToken: Token);

        Assert.Equal([1, 2], await Db.QueryAsync<int>($"select id from child order by id", Token));
        Assert.Equal([5], await Db.QueryAsync<int>($"select n from parent", Token));
        Assert.Empty(await Db.QueryAsync<string>($"select \"table\" from pragma_foreign_key_check", Token));
    }
}
