using DataAccess.Migrations.History;

namespace DataAccess.Migrations.Tests.Runs;

public abstract partial class MigrationSuite
{
    /// <summary>The tables as the tools themselves make them on each engine.</summary>
    private string TableOf(MigrationTool tool) => (tool, Db.Provider.SystemName) switch
    {
        (MigrationTool.Flyway, "postgresql") => "create table flyway_schema_history (installed_rank int not null primary key, version varchar(50), description varchar(200) not null, type varchar(20) not null, script varchar(1000) not null, checksum int, installed_by varchar(100) not null, installed_on timestamp not null default now(), execution_time int not null, success boolean not null)",
        (MigrationTool.Flyway, "mysql") => "create table flyway_schema_history (`installed_rank` int not null, `version` varchar(50), `description` varchar(200) not null, `type` varchar(20) not null, `script` varchar(1000) not null, `checksum` int, `installed_by` varchar(100) not null, `installed_on` timestamp not null default current_timestamp, `execution_time` int not null, `success` bool not null, primary key (`installed_rank`)) engine=InnoDB",
        (MigrationTool.Flyway, _) => "create table flyway_schema_history (installed_rank int not null primary key, version varchar(50), description varchar(200) not null, type varchar(20) not null, script varchar(1000) not null, checksum int, installed_by varchar(100) not null, installed_on text not null default (strftime('%Y-%m-%d %H:%M:%f','now')), execution_time int not null, success boolean not null)",
        (MigrationTool.DbUp, "postgresql") => "create table schemaversions (schemaversionsid serial not null, scriptname character varying(255) not null, applied timestamp without time zone not null, constraint pk_schemaversions_id primary key (schemaversionsid))",
        (MigrationTool.DbUp, "mysql") => "create table `schemaversions` (`schemaversionid` int not null auto_increment, `scriptname` varchar(255) not null, `applied` timestamp not null, primary key (`schemaversionid`))",
        (MigrationTool.DbUp, _) => "create table SchemaVersions (SchemaVersionID integer constraint 'PK_SchemaVersions_SchemaVersionID' primary key autoincrement not null, ScriptName text not null, Applied datetime not null)",
        (MigrationTool.Evolve, "postgresql") => "create table changelog (id serial primary key not null, type smallint, version varchar(50), description varchar(200) not null, name varchar(300) not null, checksum varchar(32), installed_by varchar(100) not null, installed_on timestamp not null default now(), success boolean not null)",
        (MigrationTool.Evolve, "mysql") => "create table changelog (id int not null auto_increment primary key, type tinyint, version varchar(50), description varchar(200) not null, name varchar(300) not null, checksum varchar(32), installed_by varchar(100) not null, installed_on timestamp not null default current_timestamp, success bool not null)",
        (MigrationTool.Evolve, _) => "create table changelog (id integer primary key autoincrement not null, type integer, version text, description text not null, name text not null, checksum text, installed_by text not null, installed_on text not null default (strftime('%Y-%m-%d %H:%M:%f','now')), success boolean not null)",
        (MigrationTool.GolangMigrate, "sqlite") => "create table schema_migrations (version uint64, dirty bool)",
        (MigrationTool.GolangMigrate, _) => "create table schema_migrations (version bigint not null primary key, dirty boolean not null)",
        (MigrationTool.Dbmate, _) => "create table schema_migrations (version varchar(128) primary key)",
        (_, "mysql") => "create table `__EFMigrationsHistory` (`MigrationId` varchar(150) not null, `ProductVersion` varchar(32) not null, constraint `PK___EFMigrationsHistory` primary key (`MigrationId`)) character set=utf8mb4",
        _ => "create table \"__EFMigrationsHistory\" (\"MigrationId\" varchar(150) not null, \"ProductVersion\" varchar(32) not null, constraint \"PK___EFMigrationsHistory\" primary key (\"MigrationId\"))",
    };

    private Task<int> AddFlywayAsync(int rank, string? version, string description, string type = "SQL", bool success = true)
        => Db.ExecuteAsync(
            $"insert into flyway_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) values ({rank}, {version}, {description}, {type}, {"V.sql"}, {12345}, {"me"}, {7}, {success})",
            Token).AsTask();

    private Task<int> AddEvolveAsync(int type, string? version, string name, bool success = true)
        => Db.ExecuteAsync(
            $"insert into changelog (type, version, description, name, checksum, installed_by, success) values ({type}, {version}, {"d"}, {name}, {"abc"}, {"me"}, {success})",
            Token).AsTask();

    private async Task<string[]> AdoptAsync(MigrationTool tool, string? table = null)
        => (await NewMigrator().AdoptAsync(tool, table, cancellationToken: Token)).Select(static a => $"{a.Name} {a.ExternalName}{(a.IsBaseline ? " baseline" : "")}").ToArray();

    /// <summary>The refusal's problems, after a look that nothing was written.</summary>
    private async Task<IReadOnlyList<string>> RefusesAsync(MigrationTool tool)
    {
        var error = await Assert.ThrowsAsync<MigrationException>(() => NewMigrator().AdoptAsync(tool, cancellationToken: Token).AsTask());
        Assert.Equal(MigrationFailure.Validation, error.Failure);
        Assert.False(await HasTableAsync(MigrationHistory.Table));
        return error.Problems;
    }

    private void WriteFour()
    {
        Write("0001_create_a.sql", "create table a (x int);");
        Write("0002_create_b.sql", "create table b (x int);");
        Write("0003_add_index.sql", "create index a_x on a (x);");
        Write("20260102030405_later.sql", "create table c (x int);");
        Write("repeatable/the_views.sql", "create view v as select 1 as one;");
    }

    [Fact]
    public async Task Flyways_history_is_taken_over()
    {
        WriteFour();
        await RunAsync(TableOf(MigrationTool.Flyway));
        await AddFlywayAsync(0, null, "<< Flyway Schema Creation >>", "SCHEMA");
        await AddFlywayAsync(1, "1", "<< Flyway Baseline >>", "BASELINE");
        await AddFlywayAsync(2, "2", "create b");
        await AddFlywayAsync(3, "3.0", "add index");
        await AddFlywayAsync(4, "20260102030405", "later");
        await AddFlywayAsync(5, "20260102030405", "later", "UNDO_SQL");
        await AddFlywayAsync(6, null, "the views");
        await AddFlywayAsync(7, null, "the views");
        await RunAsync("create table a (x int)");

        var wouldBe = await NewMigrator().AdoptAsync(MigrationTool.Flyway, dryRun: true, cancellationToken: Token);
        Assert.False(await HasTableAsync(MigrationHistory.Table));
        string[] expected = ["0001_create_a 1 << Flyway Baseline >> baseline", "0002_create_b 2 create b", "0003_add_index 3.0 add index", "repeatable/the_views the views"];
        Assert.Equal(expected, await AdoptAsync(MigrationTool.Flyway), StringComparer.Ordinal);
        Assert.Equal(expected.Length, wouldBe.Count);

        Assert.Equal(["20260102030405_later"], await UpAsync(), StringComparer.Ordinal);
        Assert.Equal(
            [MigrationState.Baseline, MigrationState.Applied, MigrationState.Applied, MigrationState.Applied, MigrationState.Applied], await StatesAsync());
        Assert.EndsWith(", adopted from Flyway", await Db.QuerySingleAsync<string>($"select applied_by from dataaccess_migrations where migration = {"2"}", Token), StringComparison.Ordinal);

        // The file as it is now is what counts from here on.
        Write("0002_create_b.sql", "create table b (x bigint);");
        Assert.StartsWith("0002_create_b.sql was edited", (await FailsAsync(MigrationFailure.Validation)).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<MigrationException>(() => AdoptAsync(MigrationTool.Flyway));
    }

    [Fact]
    public async Task DbUps_history_is_taken_over()
    {
        WriteFour();
        await RunAsync(TableOf(MigrationTool.DbUp));
        await Db.ExecuteAsync($"insert into schemaversions (scriptname, applied) values ({"App.Scripts.0001_create_a.sql"}, current_timestamp), ({"Scripts\\0002_Create_B.sql"}, current_timestamp)", Token);

        Assert.Equal(["0001_create_a App.Scripts.0001_create_a.sql", "0002_create_b Scripts\\0002_Create_B.sql"], await AdoptAsync(MigrationTool.DbUp), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Evolves_history_is_taken_over()
    {
        WriteFour();
        await RunAsync(TableOf(MigrationTool.Evolve));
        await AddEvolveAsync(2, "0", "Empty schema found");
        await AddEvolveAsync(3, "2", "Skip until version 2");
        await AddEvolveAsync(0, "2.0", "V2_0__create_b.sql");
        await AddEvolveAsync(0, "3.0", "V3_0__add_index.sql");
        await AddEvolveAsync(4, null, "R__the_views.sql");

        Assert.Equal(
            ["0001_create_a Skip until version 2 baseline", "0002_create_b 2.0 V2_0__create_b.sql", "0003_add_index 3.0 V3_0__add_index.sql", "repeatable/the_views R__the_views.sql"],
            await AdoptAsync(MigrationTool.Evolve),
            StringComparer.Ordinal);
    }

    [Fact]
    public async Task The_histories_of_golang_migrate_dbmate_and_entity_framework_are_taken_over()
    {
        WriteFour();
        await RunAsync(TableOf(MigrationTool.GolangMigrate));
        await Db.ExecuteAsync($"insert into schema_migrations (version, dirty) values ({3L}, {false})", Token);
        Assert.Equal(["0001_create_a 3", "0002_create_b 3", "0003_add_index 3"], await AdoptAsync(MigrationTool.GolangMigrate), StringComparer.Ordinal);

        await StartAgainAsync();
        await RunAsync("drop table schema_migrations");
        await RunAsync(TableOf(MigrationTool.Dbmate));
        await RunAsync("insert into schema_migrations (version) values ('0001'), ('20260102030405'), ('0002'), ('3')");
        Assert.Equal(["0001_create_a 0001", "0002_create_b 0002", "0003_add_index 3", "20260102030405_later 20260102030405"], await AdoptAsync(MigrationTool.Dbmate), StringComparer.Ordinal);

        await StartAgainAsync();
        await RunAsync(TableOf(MigrationTool.EntityFramework));
        await RunAsync($"insert into {Db.Dialect.QuoteIdentifier("__EFMigrationsHistory")} values ('20260102030405_Later', '10.0.0')");
        Assert.Equal(["20260102030405_later 20260102030405_Later"], await AdoptAsync(MigrationTool.EntityFramework), StringComparer.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_taken_over_is_named_and_nothing_is_written()
    {
        WriteFour();
        Assert.StartsWith("There is no table flyway_schema_history on ", Assert.Single(await RefusesAsync(MigrationTool.Flyway)), StringComparison.Ordinal);
        await RunAsync(TableOf(MigrationTool.Flyway));
        Assert.StartsWith("flyway_schema_history has no applied migration", Assert.Single(await RefusesAsync(MigrationTool.Flyway)), StringComparison.Ordinal);
        await AddFlywayAsync(1, "1", "create a");
        await AddFlywayAsync(2, "2", "create b", success: false);
        await AddFlywayAsync(3, "7", "gone");
        await AddFlywayAsync(4, "1.5", "half");
        await AddFlywayAsync(5, null, "other views");

        Assert.Equal(
            [
                "flyway_schema_history says that 2 create b failed, so it may be partly applied. Finish or undo it with Flyway first.",
                "flyway_schema_history says that 7 gone is applied, but no file matches it. Add it to the folder as 7_name.sql.",
                "flyway_schema_history says that 1.5 half is applied, but no file matches it. Add it to the folder as 1.5_name.sql.",
                "flyway_schema_history says that other views is applied, but no file matches it. Add it to repeatable/ under that name.",
            ],
            await RefusesAsync(MigrationTool.Flyway),
            StringComparer.Ordinal);

        await RunAsync(TableOf(MigrationTool.GolangMigrate));
        await Db.ExecuteAsync($"insert into schema_migrations (version, dirty) values ({2L}, {true})", Token);
        Assert.StartsWith("schema_migrations says that 2 failed", Assert.Single(await RefusesAsync(MigrationTool.GolangMigrate)), StringComparison.Ordinal);
        Assert.Contains("Use --from golang-migrate", Assert.Single(await RefusesAsync(MigrationTool.Dbmate)), StringComparison.Ordinal);
        await RunAsync("update schema_migrations set version = 5");
        await Db.ExecuteAsync($"update schema_migrations set dirty = {false}", Token);
        Assert.StartsWith("schema_migrations is at version 5, but no file matches it", Assert.Single(await RefusesAsync(MigrationTool.GolangMigrate)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_history_under_another_name_is_found_and_one_of_another_kind_is_refused()
    {
        WriteFour();
        await RunAsync(TableOf(MigrationTool.Dbmate).Replace("schema_migrations", "my_history", StringComparison.Ordinal));
        await RunAsync("insert into my_history (version) values ('1')");
        var error = await Assert.ThrowsAsync<MigrationException>(() => AdoptAsync(MigrationTool.Flyway, "my_history"));
        Assert.Contains("my_history is not Flyway's history: it has no column 'installedrank'", error.Message, StringComparison.Ordinal);

        Assert.Equal(["0001_create_a 1"], await AdoptAsync(MigrationTool.Dbmate, "my_history"), StringComparer.Ordinal);
        error = await Assert.ThrowsAsync<MigrationException>(() => AdoptAsync(MigrationTool.Dbmate, "my_history"));
        Assert.StartsWith("0001_create_a is already in the history", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync(MigrationHistory.Table));
    }

    private async Task StartAgainAsync() => await Db.ExecuteAsync($"delete from dataaccess_migrations", Token);
}
