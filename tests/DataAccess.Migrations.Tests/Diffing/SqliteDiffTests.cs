using DataAccess.Conformance;
using DataAccess.Migrations.Diffing;
using DataAccess.Migrations.Tests.Files;
using DataAccess.Migrations.Tests.Snapshots;

namespace DataAccess.Migrations.Tests.Diffing;

public sealed class SqliteDiffTests() : DiffSuite(new SqliteEngine())
{
    protected override string Everything => SqliteSnapshotTests.Script;

    protected override IReadOnlyList<(string Type, string Default)> Types => [("int", "1"), ("text", "'x;y'"), ("text collate nocase", "'v'"), ("real", "1.5"), ("blob", "(1 + 2)"), ("numeric(8, 2) check (id <> 7)", "current_timestamp")];

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
