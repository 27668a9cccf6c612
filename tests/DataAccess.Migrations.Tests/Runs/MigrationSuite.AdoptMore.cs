namespace DataAccess.Migrations.Tests.Runs;

public abstract partial class MigrationSuite
{
    /// <summary>The tables as those tools make them.</summary>
    private string MoreTableOf(MigrationTool tool) => (tool, Db.Provider.SystemName) switch
    {
        (MigrationTool.Goose, "sqlite") => "create table goose_db_version (id integer primary key autoincrement, version_id integer not null, is_applied integer not null, tstamp timestamp default (datetime('now')))",
        (MigrationTool.Goose, _) => "create table goose_db_version (id serial not null, version_id bigint not null, is_applied boolean not null, tstamp timestamp null default now(), primary key(id))",
        (MigrationTool.Liquibase, "postgresql") => "create table databasechangelog (id varchar(255) not null, author varchar(255) not null, filename varchar(255) not null, dateexecuted timestamp not null, orderexecuted integer not null, exectype varchar(10) not null, md5sum varchar(35), description varchar(255), comments varchar(255), tag varchar(255), liquibase varchar(20), contexts varchar(255), labels varchar(255), deployment_id varchar(10))",
        (MigrationTool.Liquibase, _) => "create table DATABASECHANGELOG (ID varchar(255) not null, AUTHOR varchar(255) not null, FILENAME varchar(255) not null, DATEEXECUTED datetime not null, ORDEREXECUTED int not null, EXECTYPE varchar(10) not null, MD5SUM varchar(35), DESCRIPTION varchar(255), COMMENTS varchar(255), TAG varchar(255), LIQUIBASE varchar(20), CONTEXTS varchar(255), LABELS varchar(255), DEPLOYMENT_ID varchar(10))",
        (MigrationTool.Sqlx, "postgresql") => "create table _sqlx_migrations (version bigint primary key, description text not null, installed_on timestamptz not null default now(), success boolean not null, checksum bytea not null, execution_time bigint not null)",
        (MigrationTool.Sqlx, _) => "create table _sqlx_migrations (version bigint primary key, description text not null, installed_on timestamp not null default current_timestamp, success boolean not null, checksum blob not null, execution_time bigint not null)",
        (MigrationTool.Atlas, _) => "create table atlas_schema_revisions (version varchar(255) not null, description varchar(255) not null, type bigint not null default 2, applied bigint not null default 0, total bigint not null default 0, executed_at timestamp not null, execution_time bigint not null, error text, error_stmt text, hash varchar(255) not null, partial_hashes text, operator_version varchar(255) not null, primary key (version))",
        (MigrationTool.Refinery, _) => "create table refinery_schema_history (version int primary key, name varchar(255), applied_on varchar(255), checksum varchar(255))",
        (MigrationTool.SqlMigrate, "postgresql") => "create table gorp_migrations (id text not null primary key, applied_at timestamp with time zone)",
        (MigrationTool.SqlMigrate, _) => "create table gorp_migrations (id varchar(255) not null primary key, applied_at datetime)",
        (MigrationTool.Grate, "postgresql") => "create schema grate; create table grate.\"ScriptsRun\" (id bigserial primary key, version_id bigint null, script_name varchar(255) null, text_of_script text null, text_hash varchar(512) null, one_time_script boolean null, entry_date timestamp null, modified_date timestamp null, entered_by varchar(50) null)",
        (MigrationTool.Grate, "mysql") => "create table `grate_ScriptsRun` (id bigint not null auto_increment primary key, version_id bigint null, script_name varchar(255) null, text_of_script text null, text_hash varchar(512) null, one_time_script bool null, entry_date timestamp null, modified_date timestamp null, entered_by varchar(50) null)",
        (MigrationTool.Grate, _) => "create table \"grate_ScriptsRun\" (id integer not null primary key autoincrement, version_id bigint null, script_name varchar(255) null, text_of_script text null, text_hash varchar(512) null, one_time_script bit null, entry_date datetime null, modified_date datetime null, entered_by varchar(50) null)",
        (MigrationTool.NodePgMigrate, _) => "create table pgmigrations (id integer primary key, name varchar(255) not null, run_on timestamp not null)",
        _ => "create table schema_version (version int not null)",
    };

    private string True => Db.Provider.SystemName == "sqlite" ? "1" : "true";

    private string False => Db.Provider.SystemName == "sqlite" ? "0" : "false";

    private async Task<string[]> AdoptFromAsync(MigrationTool tool, params string[] statements)
    {
        foreach (var statement in MoreTableOf(tool).Split("; ").Concat(statements))
        {
            await RunAsync(statement);
        }

        return await AdoptAsync(tool);
    }

    [Fact]
    public async Task The_last_row_of_gooses_history_counts()
    {
        WriteFour();
        const string insert = "insert into goose_db_version (version_id, is_applied) values ";
        Assert.Equal(
            ["0001_create_a 1", "0003_add_index 3"],
            await AdoptFromAsync(MigrationTool.Goose, $"{insert}(0, {True})", $"{insert}(1, {True})", $"{insert}(2, {True})", $"{insert}(2, {False})", $"{insert}(3, {True})", $"{insert}(3, {False})", $"{insert}(3, {True})"),
            StringComparer.Ordinal);
    }

    [Fact]
    public async Task Each_change_set_of_a_file_has_to_be_applied()
    {
        const string header = "--liquibase formatted sql\n--changeset me:1\ncreate table a (x int);\n";
        Write("0001_create_a.sql", header);
        Write("0002_create_b.sql", "--liquibase formatted sql\n--changeset me:1\ncreate table b (x int);\n--changeset me:2\ncreate table c (x int);\n");
        const string insert = "insert into DATABASECHANGELOG (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, EXECTYPE) values ";
        var error = await Assert.ThrowsAsync<MigrationException>(() => AdoptFromAsync(
            MigrationTool.Liquibase, $"{insert}('1', 'me', 'db/0001_create_a.sql', current_timestamp, 1, 'EXECUTED')", $"{insert}('1', 'me', 'db/0002_create_b.sql', current_timestamp, 2, 'EXECUTED')"));
        Assert.EndsWith("has no row for the change set me:2 of 0002_create_b.sql, of which others are applied. Run it with Liquibase first, or put it into a file of its own.", Assert.Single(error.Problems), StringComparison.Ordinal);

        await RunAsync($"{insert}('2', 'me', 'db/0002_create_b.sql', current_timestamp, 3, 'MARK_RAN')");
        Assert.Equal(["0001_create_a db/0001_create_a.sql", "0002_create_b db/0002_create_b.sql"], await AdoptAsync(MigrationTool.Liquibase), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(MigrationTool.Sqlx, "insert into _sqlx_migrations (version, description, success, checksum, execution_time) values (1, 'create a', {true}, 'x', 5), (2, 'create b', {true}, 'x', 5)", "0001_create_a 1 create a", "0002_create_b 2 create b")]
    [InlineData(MigrationTool.Atlas, "insert into atlas_schema_revisions (version, description, type, applied, total, executed_at, execution_time, hash, operator_version) values ('.atlas_cloud_identifier', 'x', 2, 0, 0, current_timestamp, 0, '', ''), ('0001', 'create_a', 1, 0, 0, current_timestamp, 0, '', ''), ('0002', 'create_b', 2, 1, 1, current_timestamp, 0, '', '')", "0001_create_a 0001 create_a baseline", "0002_create_b 0002 create_b")]
    [InlineData(MigrationTool.Refinery, "insert into refinery_schema_history values (1, 'create_a', '2026', '1'), (2, 'create_b', '2026', '2')", "0001_create_a 1 create_a", "0002_create_b 2 create_b")]
    [InlineData(MigrationTool.Tern, "insert into schema_version values (2)", "0001_create_a 2", "0002_create_b 2")]
    [InlineData(MigrationTool.SqlMigrate, "insert into gorp_migrations values ('0001_create_a.sql', current_timestamp), ('0002_create_b.sql', current_timestamp)", "0001_create_a 0001_create_a.sql", "0002_create_b 0002_create_b.sql")]
    [InlineData(MigrationTool.NodePgMigrate, "insert into pgmigrations values (1, '0001_create-a', current_timestamp), (2, '0002_create_b', current_timestamp)", "0001_create_a 0001_create-a", "0002_create_b 0002_create_b")]
    [InlineData(MigrationTool.Grate, "insert into {grate} (script_name, one_time_script) values ('0001_create_a.sql', {true}), ('up/0002_create_b.sql', {true}), ('views/v.sql', {false})", "0001_create_a 0001_create_a.sql", "0002_create_b up/0002_create_b.sql")]
    public async Task Histories_of_more_tools_are_taken_over(MigrationTool tool, string rows, params string[] expected)
    {
        WriteFour();
        var grate = Db.Provider.SystemName == "postgresql" ? "grate.\"ScriptsRun\"" : "grate_ScriptsRun";

        Assert.Equal(
            expected,
            await AdoptFromAsync(tool, rows.Replace("{true}", True, StringComparison.Ordinal).Replace("{false}", False, StringComparison.Ordinal).Replace("{grate}", grate, StringComparison.Ordinal)),
            StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_version_alone_adopts_no_other_migration()
    {
        Write("0001_create_a.sql", "create table a (x int);");
        Write("0002_totally_new.sql", "create table b (x int);");
        Write("V1.1__dotted.sql", "create table c (x int);");
        await RunAsync(TableOf(MigrationTool.Flyway));
        await AddFlywayAsync(1, "1", "create a");
        await AddFlywayAsync(2, "1.1", "dotted");
        await AddFlywayAsync(3, "2", "orders");

        Assert.Equal(
            "flyway_schema_history says that 2 orders is applied, and the file with that version is 0002_totally_new.sql, another migration. Restore the file of the one that is applied, and give the other a newer version.",
            Assert.Single(await RefusesAsync(MigrationTool.Flyway)));
        await RunAsync("delete from flyway_schema_history where installed_rank = 3");
        Assert.Equal(["0001_create_a 1 create a", "V1.1__dotted 1.1 dotted"], await AdoptAsync(MigrationTool.Flyway), StringComparer.Ordinal);
        Assert.Equal(["0002_totally_new"], await UpAsync(), StringComparer.Ordinal);
    }

    [Fact]
    public async Task What_a_tool_says_has_failed_is_not_adopted()
    {
        WriteFour();
        var error = await Assert.ThrowsAsync<MigrationException>(() => AdoptFromAsync(MigrationTool.Sqlx, $"insert into _sqlx_migrations (version, description, success, checksum, execution_time) values (1, 'create a', {False}, 'x', 5)"));
        Assert.Contains("1 create a failed", error.Message, StringComparison.Ordinal);
        error = await Assert.ThrowsAsync<MigrationException>(() => AdoptFromAsync(MigrationTool.Atlas, "insert into atlas_schema_revisions (version, description, type, applied, total, executed_at, execution_time, hash, operator_version) values ('0001', 'create_a', 2, 1, 2, current_timestamp, 0, '', '')"));
        Assert.Contains("0001 create_a failed", error.Message, StringComparison.Ordinal);
    }
}
