using DataAccess.Conformance;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlSessionHygieneTests() : SessionHygieneSuite(PostgreSqlEngine.Shared)
{
    private const string Tenant = "select count(*) from (select current_setting('app.tenant', true) as t) as x where t = 't1'";
    private const string Advisory = "select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()";
    private const string Seeded = "select count(*) from (select random() as r) as x where r = 0.9851677175347999";
    private const string Temporary = "select count(*) from pg_class where relpersistence = 't' and relname = 'left_behind'";

    protected override string LeavingCall => "set_tenant('t1')";

    protected override string LeavingCallProbe => Tenant;

    protected override IEnumerable<SessionTrace> Traces =>
    [
        new("select set_tenant('t1')", Tenant),
        new("select * from set_tenant('t1')", Tenant),
        new("select public.set_tenant /* the tenant */ ('t1')", Tenant),
        new("select(set_config('app.tenant','t1',false))", Tenant),
        new("select \"pg_catalog\".\"set_config\"('app.tenant', 't1', false)", Tenant),
        new("call tenant_procedure()", Tenant),
        new("do $$ begin perform set_config('app.tenant', 't1', false); end $$", Tenant),
        new("set app.tenant = 't1'", Tenant),
        new("insert into called (id) values (1) returning set_tenant('t1')", Tenant),
        new("update pg_settings set setting = 't1' where name = 'application_name'", "select count(*) from (select current_setting('application_name') as t) as x where t = 't1'"),
        new("select lock_something()", Advisory),
        new("select pg_advisory_lock(7)", Advisory),
        new("select pg_try_advisory_lock_shared(7)", Advisory),
        new("select (7::bigint).pg_advisory_lock", Advisory),
        new("select (array[7::bigint])[1].pg_advisory_lock", Advisory),
        new("select (c).\"pg_try_advisory_lock\" from (select 7::bigint) as t (c)", Advisory),
        new("create temp table left_behind (id int)", Temporary),
        new("select 1 as id into temp left_behind", Temporary),
        new("select make_temporary()", Temporary),
        new("listen left_behind", "select count(*) from pg_listening_channels()"),
        new("set role pg_read_all_data", "select count(*) from (select current_user as u) as x where u = 'pg_read_all_data'"),
        new("set session authorization pg_monitor", "select count(*) from (select session_user as u) as x where u = 'pg_monitor'"),
        new("set session characteristics as transaction isolation level serializable", "select count(*) from pg_settings where name = 'default_transaction_isolation' and setting = 'serializable'"),
        new("prepare left_behind as select 1", "select count(*) from pg_prepared_statements where name = 'left_behind'"),
        new("select setseed(0.5)", Seeded),
        new("set seed to 0.5", Seeded),
        new("begin; declare left_behind cursor with hold for select 1; commit", "select count(*) from pg_cursors where name = 'left_behind'"),
    ];

    protected override IEnumerable<HiddenTrace> HiddenTraces =>
    [
        new("create trigger hidden before insert on called for each row execute function tenant_trigger()", "insert into called (id) values (1)", Tenant, "drop trigger hidden on called"),
        new("create trigger hidden after insert on called execute function dynamic_trigger()", "insert into called (id) values (1)", Tenant, "drop trigger hidden on called"),
        new("create trigger hidden after insert on called execute function indirect_trigger()", "insert into called (id) values (1)", Tenant, "drop trigger hidden on called"),
        new("alter table called add column hidden text default set_tenant('t1')", "insert into called (id) values (1)", Tenant, "alter table called drop column hidden"),
        new("alter table called add constraint hidden check (id <> 1 or set_tenant('t1') is not null)", "insert into called (id) values (1)", Tenant, "alter table called drop constraint hidden"),
        new("create rule hidden as on insert to called do also select set_tenant('t1')", "insert into called (id) values (1)", Tenant, "drop rule hidden on called"),
        new("create view hidden as select set_tenant('t1') as tenant", "select * from hidden", Tenant, "drop view hidden"),
        new("create view hidden as select set_config('app.tenant', 't1', false) as tenant", "select * from hidden", Tenant, "drop view hidden"),
        new("create view hidden as select pg_advisory_lock(3) is null as locked", "select * from hidden", Advisory, "drop view hidden"),
        new("create function hidden(called) returns text language sql as $$ select set_tenant('t1') $$; insert into called (id) values (5)", "select called.hidden from called", Tenant, "drop function hidden(called); delete from called where id = 5"),
        new("create operator !@# (rightarg = text, function = set_tenant)", "select !@# 't1'::text", Tenant, "drop operator !@# (none, text)"),
        new("alter table called add column hidden text default set_config('app.tenant', 't1', false)", "insert into called (id) values (1)", Tenant, "alter table called drop column hidden"),
        new("alter table called add column hidden xml default query_to_xml('select set_config(''app.tenant'', ''t1'', false)', true, true, '')", "insert into called (id) values (1)", Tenant, "alter table called drop column hidden"),
        new("alter table called add constraint hidden check (id <> 1 or pg_try_advisory_lock(id) is not null)", "insert into called (id) values (1)", Advisory, "alter table called drop constraint hidden"),
        new("create trigger hidden before insert on called for each row when (set_config('app.tenant', 't1', false) is null) execute function suppress_redundant_updates_trigger()", "insert into called (id) values (1)", Tenant, "drop trigger hidden on called"),
        new("create domain hidden as int check (value = 0 or pg_try_advisory_lock(value) is not null)", "select 1::hidden::text", Advisory, "drop domain hidden"),
        new("create domain hidden as int check (value = 0 or set_tenant(value::text) is not null or set_tenant('t1') is null)", "select 1::hidden::text", "select count(*) from (select current_setting('app.tenant', true) as t) as x where t <> ''", "drop domain hidden"),
        new("create domain hidden as int check (value = 0 or pg_try_advisory_lock(value) is not null); create type hidden_row as (a hidden)", "select '(1)'::hidden_row::text", Advisory, "drop type hidden_row; drop domain hidden"),
        new("create domain hidden as int check (value = 0 or pg_try_advisory_lock(value) is not null); create type hidden_row as (a hidden)", "select a::text from jsonb_populate_record(null::hidden_row, '{\"a\": 1}')", Advisory, "drop type hidden_row; drop domain hidden"),
        new("create domain hidden as text default set_config('app.tenant', 't1', false); alter table called add column hidden hidden", "insert into called (id) values (1)", Tenant, "alter table called drop column hidden; drop domain hidden"),
        new("create view hidden as select id, null::text as tenant from called; alter view hidden alter column tenant set default set_config('app.tenant', 't1', false); create rule hidden as on insert to hidden do instead insert into called (id) select new.id where new.tenant is not null", "insert into hidden (id) values (1)", Tenant, "drop view hidden"),
        new("create rule hidden as on insert to called where set_config('app.tenant', 't1', false) is null do also delete from called where id = -1", "insert into called (id) values (1)", Tenant, "drop rule hidden on called"),
        new("alter table called enable row level security; alter table called force row level security; create policy hidden on called using (set_config('app.tenant', 't1', false) is not null); create role hidden; grant select on called to hidden; create view hidden with (security_barrier) as select * from called; alter view hidden owner to hidden; insert into called (id) values (7)", "select * from hidden", Tenant, "drop view hidden; drop policy hidden on called; alter table called disable row level security; drop owned by hidden; drop role hidden; truncate called"),
        new("create view hidden as select setseed(0.5)::text as seeded", "select * from hidden", Seeded, "drop view hidden"),
        new("create statistics hidden on (pg_try_advisory_lock(id)), id from called; insert into called (id) values (7)", "analyze called", Advisory, "drop statistics hidden; truncate called"),
        new("create operator !@# (rightarg = bigint, function = pg_try_advisory_lock)", "select !@# 7::bigint", Advisory, "drop operator !@# (none, bigint)"),
        new("create function with_default(a text, b boolean default pg_try_advisory_lock(7)) returns text language sql as 'select a'; create view hidden as select with_default('a') as a", "select * from hidden", Advisory, "drop view hidden; drop function with_default"),
        new("create extension tablefunc; create view hidden as select * from crosstab('select ''a''::text, ''b''::text, set_config(''app.tenant'', ''t1'', false)') as t (a text, b text)", "select * from hidden", Tenant, "drop extension tablefunc cascade"),
    ];

    protected override async ValueTask SetUpAsync()
    {
        await base.SetUpAsync();
        await RunAsync("create function set_tenant(t text) returns text language plpgsql as $$ begin return set_config('app.tenant', t, false); end $$");
        await RunAsync("create procedure tenant_procedure() language plpgsql as $$ begin perform set_config('app.tenant', 't1', false); end $$");
        await RunAsync("create function lock_something() returns int language plpgsql as $$ begin perform pg_advisory_lock(8); return 1; end $$");
        await RunAsync("create function make_temporary() returns int language plpgsql as $$ begin create temp table left_behind (id int); return 1; end $$");
        await RunAsync("create function tenant_trigger() returns trigger language plpgsql as $$ begin perform set_config('app.tenant', 't1', false); return new; end $$");
        await RunAsync("create function dynamic_trigger() returns trigger language plpgsql as $$ begin execute $x$ set app.tenant = 't1' $x$; return null; end $$");
        await RunAsync("create function indirect_trigger() returns trigger language plpgsql as $$ begin if set_tenant('t1') is null then return new; end if; return null; end $$");
    }

    [Fact]
    public async Task Another_database_that_a_lease_was_changed_to_is_left()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        var own = await db.ScalarAsync<string>($"select current_database()", Token);
        await using (var lease = await db.Connections.AcquireAsync(cancellationToken: Token))
        {
            await lease.Connection.ChangeDatabaseAsync("postgres", Token);
        }

        Assert.Equal(own, await db.ScalarAsync<string>($"select current_database()", Token));
        await db.InTransactionAsync(async (tx, ct) => Assert.Equal(own, await tx.ScalarAsync<string>($"select current_database()", ct)), Token);
    }
}
