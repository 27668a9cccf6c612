using DataAccess.Conformance;
using DataAccess.Migrations.Files;
using DataAccess.Migrations.Tests.Files;

namespace DataAccess.Migrations.Tests.Squashing;

/// <summary>What a squash does on every engine.</summary>
public abstract class SquashSuite : DatabaseSuite
{
    private readonly TemporaryFolder _folder = new();

    protected override void TearDown() => _folder.Dispose();

    protected SquashSuite(TestEngine engine)
        : base(engine)
    {
        _folder.Write("0001_a.sql", "create table a (id int not null, primary key (id));");
        _folder.Write("0001_a.down.sql", "drop table a;");
        _folder.Write("0002_b.sql", "create table b (n int); create index b_n on b (n);");
        _folder.Write("0003_c.sql", "alter table a add column name varchar(10); create view v as select id from a;");
    }

    private Migrator Migrator => NewMigrator(Db);

    [Fact]
    public async Task Databases_that_have_all_go_on_and_new_ones_get_the_one_file()
    {
        await Migrator.UpAsync(cancellationToken: Token);
        var squashed = await SquashAsync(3);
        Assert.Equal(["0001_a.sql", "0001_a.down.sql", "0002_b.sql", "0003_c.sql"], squashed.Replaced);
        Assert.Contains("-- dataaccess: replaces=1..3\n", squashed.Text, StringComparison.Ordinal);
        Assert.Empty(squashed.TablesWithRows);
        Replace(squashed, 3);
        _folder.Write("0004_d.sql", "create table d (n int);");

        var status = await Migrator.StatusAsync(Token);
        Assert.Empty(status.Problems);
        Assert.Equal([("0003_squashed", MigrationState.Applied), ("0004_d", MigrationState.Pending)], status.Migrations.Select(static m => (m.Name, m.State)));
        Assert.Equal(["0004_d"], (await Migrator.UpAsync(cancellationToken: Token)).Select(static m => m.Name), StringComparer.Ordinal);

        var url = await Engine.CreateDatabaseAsync();
        try
        {
            await using var fresh = Engine.Open(url);
            Assert.Equal(["0003_squashed", "0004_d"], (await NewMigrator(fresh).UpAsync(cancellationToken: Token)).Select(static m => m.Name), StringComparer.Ordinal);
            Assert.Empty(await SchemaSnapshot.CompareAsync(fresh, await SchemaSnapshot.ReadAsync(Db, cancellationToken: Token), cancellationToken: Token));

            // A second squash replaces the file of the first, in both.
            Replace(await SquashAsync(4), 4);
            Assert.Empty((await NewMigrator(fresh).StatusAsync(Token)).Problems);
            Assert.Empty(await NewMigrator(fresh).UpAsync(cancellationToken: Token));
            Assert.Empty(await Migrator.UpAsync(cancellationToken: Token));
            Assert.Equal(["0004_squashed"], (await Migrator.StatusAsync(Token)).Migrations.Select(static m => m.Name), StringComparer.Ordinal);
        }
        finally
        {
            await Engine.DropDatabaseAsync(url);
        }
    }

    [Fact]
    public async Task A_database_that_has_only_some_is_told_to_update_first()
    {
        await Migrator.UpAsync(2, cancellationToken: Token);
        Replace(await SquashAsync(3), 3);
        var before = await SchemaSnapshot.ReadAsync(Db, cancellationToken: Token);

        var error = await Assert.ThrowsAsync<MigrationException>(() => Migrator.UpAsync(cancellationToken: Token).AsTask());

        Assert.Equal(MigrationFailure.Validation, error.Failure);
        Assert.Contains("0003_squashed.sql replaces 3 versions, and this database has only some of them: 3 is not applied.", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await SchemaSnapshot.ReadAsync(Db, cancellationToken: Token));
    }

    [Fact]
    public async Task What_was_squashed_is_neither_undone_nor_repaired_one_by_one()
    {
        _folder.Write("0004_d.sql", "create table d (n int);");
        _folder.Write("0004_d.down.sql", "drop table d;");
        await Migrator.UpAsync(cancellationToken: Token);
        Replace(await SquashAsync(3), 3);
        Replace(await SquashAsync(4), 4, "sec");
        _folder.Write("0005_e.sql", "create table e (n int);");
        _folder.Write("0005_e.down.sql", "drop table e;");
        await Migrator.UpAsync(cancellationToken: Token);

        foreach (var version in new[] { 0, 2 })
        {
            var error = await Assert.ThrowsAsync<MigrationException>(() => Migrator.DownAsync(version, cancellationToken: Token).AsTask());
            Assert.Contains("0004_d are part of what 0004_sec.sql replaces", error.Message, StringComparison.Ordinal);
            Assert.Contains("Version 4 is the lowest to return to", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("repair", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(".down.sql", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(["0005_e"], (await Migrator.DownAsync(4, cancellationToken: Token)).Select(static m => m.Name), StringComparer.Ordinal);
        var last = await Assert.ThrowsAsync<MigrationException>(() => Migrator.DownAsync(cancellationToken: Token).AsTask());
        Assert.Contains("0004_d is part of what 0004_sec.sql replaces", last.Message, StringComparison.Ordinal);

        MigrationRepair[][] refused = [[MigrationRepair.Rename("4"), MigrationRepair.Accept("4")], [MigrationRepair.Renumber(2, 9)], [MigrationRepair.Forget("4")]];
        foreach (var repairs in refused)
        {
            var error = await Assert.ThrowsAsync<MigrationException>(() => Migrator.RepairAsync(repairs, dryRun: false, Token).AsTask());
            Assert.Contains("part of what 0004_sec.sql replaces", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(["0005_e"], (await Migrator.UpAsync(cancellationToken: Token)).Select(static m => m.Name), StringComparer.Ordinal);
        Assert.Equal(4, (await Migrator.RepairAsync([MigrationRepair.Forget("1"), MigrationRepair.Forget("2"), MigrationRepair.Forget("3"), MigrationRepair.Forget("4")], dryRun: true, Token)).Count);
    }

    [Fact]
    public async Task A_database_that_has_only_some_is_not_told_that_it_has_the_squashed_file()
    {
        await Migrator.UpAsync(2, cancellationToken: Token);
        Replace(await SquashAsync(3), 3);

        var error = await Assert.ThrowsAsync<MigrationException>(() => Migrator.RepairAsync([MigrationRepair.Renumber(2, 3), MigrationRepair.Accept("2")], dryRun: false, Token).AsTask());
        Assert.Contains("this database has only some of them", error.Message, StringComparison.Ordinal);
        error = await Assert.ThrowsAsync<MigrationException>(() => Migrator.DownAsync(cancellationToken: Token).AsTask());
        Assert.Contains("this database has only some of them", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("0002_b.down.sql", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edited_squashed_file_is_found_in_a_database_that_ran_it()
    {
        var squashed = await SquashAsync(3);
        Replace(squashed, 3);
        await Migrator.UpAsync(cancellationToken: Token);
        _folder.Write("0003_squashed.sql", squashed.Text + "create table more (n int);\n");

        var error = await Assert.ThrowsAsync<MigrationException>(() => Migrator.UpAsync(cancellationToken: Token).AsTask());

        Assert.Contains("0003_squashed.sql was edited after it was applied", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_and_files_of_other_engines_are_not_lost_in_silence()
    {
        _folder.Write("0004_rows.sql", "insert into b values (1);");
        Assert.Equal("b", Assert.Single((await SquashAsync(4)).TablesWithRows).Split('.')[^1].Trim('`'));

        _folder.Write($"0002_b.{(Db.Provider.IsSynchronous ? "mysql" : "sqlite")}.sql", "create table b (n int);");
        var error = await Assert.ThrowsAsync<MigrationException>(() => SquashAsync(4));
        Assert.Contains("there are files for one engine beside those for all", error.Message, StringComparison.Ordinal);

        error = await Assert.ThrowsAsync<MigrationException>(() => SquashAsync(9));
        Assert.Contains("There is no migration with version 9.", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Statements of this engine that do what a schema's snapshot does not have; they run in a scratch database.</summary>
    protected abstract IReadOnlyList<string> Unkept { get; }

    [Fact]
    public async Task Statements_whose_effect_is_not_in_the_schema_stop_the_squash_and_are_named()
    {
        _folder.Write("0004_more.sql", "create table more (n int);\n" + string.Concat(Unkept.Select(static statement => statement + ";\n")));

        var error = await Assert.ThrowsAsync<MigrationException>(() => SquashAsync(4));

        Assert.Equal(MigrationFailure.Validation, error.Failure);
        Assert.Equal(Unkept.Select(static (statement, i) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"0004_more.sql:{i + 2}: {statement}")), error.Problems.SkipLast(1), StringComparer.Ordinal);
        Assert.Contains("in a file after version 4", error.Problems[^1], StringComparison.Ordinal);
        Assert.Contains("--without-statements", error.Problems[^1], StringComparison.Ordinal);

        var squashed = await new MigrationSquasher(Db, ConnectionString, new MigrationOptions { Directory = _folder.Path }) { LeavesStatements = true }.RunAsync(4, Token);
        Assert.All(Unkept.Select(static (statement, i) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"-- What this statement did is not in this file: 0004_more.sql:{i + 2}: {statement}\n")), line => Assert.Contains(line, squashed.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Versions_are_written_as_runs_and_read_again()
    {
        MigrationVersion[] versions = [1, 2, 3, 5, MigrationVersion.Parse("5.1"), 7, 8, 20260131120000];

        var lines = ReplacedVersions.Write(versions).ToList();

        Assert.Equal("replaces=1..3,5,5.1,7..8,20260131120000", Assert.Single(lines));
        Assert.Equal(versions, ReplacedVersions.TryParse(lines[0]["replaces=".Length..]));
        Assert.All(["", "1..", "..2", "3..1", "1..99999999", "x", "1,,2", "1.1..1.5"], static text => Assert.Null(ReplacedVersions.TryParse(text)));
    }

    private Migrator NewMigrator(Database database) => new(database, new MigrationOptions { Directory = _folder.Path });

    private Task<SquashedFile> SquashAsync(MigrationVersion to) => new MigrationSquasher(Db, ConnectionString, new MigrationOptions { Directory = _folder.Path }).RunAsync(to, Token);

    private void Replace(SquashedFile squashed, int version, string name = "squashed")
    {
        foreach (var file in squashed.Replaced)
        {
            File.Delete(Path.Combine(_folder.Path, file));
        }

        _folder.Write($"000{version}_{name}.sql", squashed.Text);
    }
}
