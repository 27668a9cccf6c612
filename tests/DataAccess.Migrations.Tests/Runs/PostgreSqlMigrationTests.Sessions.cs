using Npgsql;

namespace DataAccess.Migrations.Tests.Runs;

public sealed partial class PostgreSqlMigrationTests
{
    private string Role => $"{new NpgsqlConnectionStringBuilder(ConnectionString).Database}_owner";

    private protected override IReadOnlyList<SessionLeak> Leaks =>
    [
        new("search_path", "select set_config('search_path', 'other, public', false);", "current_setting('search_path')", "other, public"),
        new("empty search_path", "select pg_catalog.set_config('search_path', '', false);\nselect pg_catalog.set_config('search_path', 'public', false);", "current_setting('search_path')", "public"),
        new("role", $"set role {Role};", "current_user::text", Role),
        new("authorization", $"set session authorization {Role};", "session_user::text", Role),
        new("authorization and role", $"set session authorization {Role};\nset role {Role};", "session_user::text || current_setting('role')", Role + Role),
        new("block", "do $$ begin perform set_config('extra_float_digits', '0', false); end $$;", "current_setting('extra_float_digits')", "0"),
        new("function", "select sets_work_mem();", "current_setting('work_mem')", "5MB"),
        new("trigger", "insert into watched values (1);", "current_setting('app.watched', true)", "yes"),
        new("default", "insert into computed (n) values (1);", "current_setting('app.computed', true)", "yes"),
        new("read only", "insert into seen values ('before', 'x');\ndelete from seen where name = 'before';\nset default_transaction_read_only = on;", "current_setting('default_transaction_read_only')", IsSeenInside: false),
        new("row security", "set row_security = off;", "current_setting('row_security')", "off"),
        new("replication role", "set session_replication_role = replica;", "current_setting('session_replication_role')", "replica"),
        new("custom", "select set_config('app.tenant', '7', false);", "coalesce(current_setting('app.tenant', true), 'never set')", "7"),
        new("local", "set local work_mem = '3MB';", "current_setting('work_mem')", "4MB"),
        new("zone", "set time zone 'Asia/Tokyo';", "'2026-01-01'::timestamptz::text", "2026-01-01 00:00:00+09"),
        new("encoding", "set client_encoding = 'LATIN1';\nset client_encoding = 'UTF8';", "current_setting('client_encoding')", "UTF8"),
        new("timeouts", "set statement_timeout = '15s';\nset lock_timeout = '11s';", "current_setting('statement_timeout')", "15s"),
        new("temporary table", "create temp table t (n int);", "coalesce(to_regclass('pg_temp.t')::text, 'none')", "t"),
        new("prepared", "prepare p as select 1;", "(select count(*) from pg_prepared_statements where name = 'p')::text", "1"),
        new("cursor", "declare c cursor with hold for select 1;", "(select count(*) from pg_cursors where name = 'c')::text", "1"),
        new("listen", "listen somebody;", "(select count(*) from pg_listening_channels())::text", "1"),
        new("sequence", "select nextval('numbers');", "last_number()", "1"),
        new("lock", "select pg_advisory_lock(42);", "(select count(*) from pg_locks where locktype = 'advisory' and objid = 42 and database = (select oid from pg_database where datname = current_database()))::text", "1"),
        new("later sessions", $"alter role {Role} set work_mem = '9MB';\ndo $$ begin execute format('alter database %I set work_mem = %L', current_database(), '6MB'); end $$;", "current_setting('work_mem')", IsSeenInside: false),
    ];

    private protected override async Task PrepareLeaksAsync(Database database)
    {
        await RemoveLeaksAsync();
        foreach (var sql in new[]
        {
            $"create role {Role}", "create schema other", $"grant all on seen to {Role}", "create sequence numbers", "create table watched (n int)",
            "create function sets_work_mem() returns void language plpgsql as $$ begin perform set_config('work_mem', '5MB', false); end $$",
            "create function on_watched() returns trigger language plpgsql as $$ begin perform set_config('app.watched', 'yes', false); return new; end $$",
            "create trigger watched before insert on watched for each row execute function on_watched()",
            "create function computes() returns int language plpgsql as $$ begin perform set_config('app.computed', 'yes', false); return 1; end $$",
            "create table computed (n int, m int default computes())",
            "create function last_number() returns text language plpgsql as $$ begin return currval('numbers')::text; exception when others then return 'never'; end $$",
        })
        {
            await database.ExecuteAsync(SqlStatement.Raw(sql), Token);
        }
    }

    private protected override Task RemoveLeaksAsync() => RunAsync($"drop role if exists {Role}").AsTask();
}
