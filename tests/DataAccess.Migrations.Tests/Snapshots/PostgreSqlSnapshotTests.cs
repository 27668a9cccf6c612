using DataAccess.Conformance;
using DataAccess.Migrations.Scratch;

namespace DataAccess.Migrations.Tests.Snapshots;

[Collection("PostgreSQL")]
public sealed class PostgreSqlSnapshotTests() : SnapshotSuite(PostgreSqlEngine.Shared)
{
    protected override string Everything => Script;

    protected override IReadOnlyList<string> Mentioned =>
    [
        "nulls not distinct", "exclude using gist", "deferrable initially deferred", "not valid", "include (", "where (", "nulls first", "generated always as identity", "stored", "virtual",
        "attach partition", "inherits (", "unlogged", "disable trigger", "force row level security", "as restrictive", "create statistics", "create event trigger", "create aggregate",
        "multirange_type_name", "materialized view", "comment on column", "begin atomic", "security_barrier=true", "set statistics 77", "fillfactor=70", "replica identity full", "on update cascade",
    ];

    internal const string Script = """
        set check_function_bodies = off;
        create schema "Odd Schema"; comment on schema "Odd Schema" is 'It''s odd \ here';
        create extension btree_gist;
        create collation nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
        create type mood as enum ('sad', 'it''s ok', 'happy'); comment on type mood is 'How one feels';
        create type pair as (a int, b varchar(20) collate "C"); comment on column pair.a is 'the first';
        create domain positive as numeric(10, 2) default 1 constraint is_positive check (value > 0) not null;
        create domain late as int; alter domain late add constraint is_late check (value > 5) not valid;
        create type span as range (subtype = float8, subtype_diff = float8mi);
        create function plus(a int, b int default 2) returns int language sql immutable return a + b;
        create function plus(a text) returns text language plpgsql as $$ begin return a || ';'; end $$;
        create function uses_later() returns bigint language sql as 'select count(*) from later';
        create procedure work(inout x int) language plpgsql as $$ begin x := x + 1; commit; end $$;
        create aggregate total(int) (sfunc = int4pl, stype = int, initcond = '0', parallel = safe);
        create sequence counted as int increment by 5 start 10 cycle;
        create table parent (
          id bigint generated always as identity (start with 100) primary key, kind mood default 'sad' not null, n numeric(8, 3), name varchar(40) collate "C" default 'x;y', low text collate nocase,
          amount positive, pairs pair[], during span, made timestamptz(3) default now(), next int default nextval('counted'), calc int default plus(1), twice int generated always as (next * 2) stored, thrice int generated always as (next * 3) virtual,
          constraint n_is_small check (n < 1000), unique nulls not distinct (n, name)) with (fillfactor = 70, toast.autovacuum_enabled = false);
        comment on table parent is 'The parents'; comment on column parent.name is E'two\nlines'; comment on constraint n_is_small on parent is 'small';
        alter table parent alter column name set statistics 77; alter table parent alter column name set storage external; alter table parent replica identity full;
        alter sequence counted owned by parent.next;
        create table "Odd Schema"."Child Table" ("Id" int primary key, parent_id bigint references parent on delete set null on update cascade deferrable initially deferred,
          during tstzrange, room int, exclude using gist (room with =, during with &&), by_uuid uuid default gen_random_uuid() not null);
        alter table "Odd Schema"."Child Table" add constraint room_ok check (room > 0) not valid;
        create table later (id serial, rowtype parent, flag boolean default true);
        create function of_row(p parent) returns int language sql begin atomic select p.next + count(*)::int from later; end;
        alter table later add column f int default of_row(null);
        create unlogged table fast (a int);
        create table base (a int not null, b text default 'b'); create table derived (c int, check (c > a)) inherits (base);
        create table derived_2 (a int, b text, c int, e int) inherits (base, derived); create table open_base (n int, m int); create table closed (m int not null) inherits (open_base); alter table closed alter column n set not null;
        create table parts (id int not null, at date not null, primary key (id, at)) partition by range (at);
        create table parts_1 partition of parts for values from ('2020-01-01') to ('2021-01-01');
        create table parts_2 partition of parts for values from ('2021-01-01') to ('2022-01-01') partition by hash (id);
        create table parts_2a partition of parts_2 for values with (modulus 1, remainder 0); create table parts_d partition of parts default;
        create index parts_at on parts (at desc); alter table parts add constraint at_ok check (at > '1900-01-01');
        create table refs (id int, at date, foreign key (id, at) references parts);
        create index parent_name on parent (lower(name) text_pattern_ops, n desc nulls last) include (next) where n > 5;
        create unique index parent_low on parent (low asc nulls first) nulls not distinct; comment on index parent_low is 'low'; cluster parent using parent_low;
        create statistics parent_stats (dependencies) on n, name from parent;
        create view first with (security_barrier = true) as select p.id, p.name, plus(1) as one from parent p group by p.id; comment on view first is 'v'; comment on column first.id is 'c';
        create view a_second as select * from first where one > 1 with local check option;
        alter view first alter column name set default 'unnamed';
        create materialized view summed as select kind, count(*) as n from parent group by kind; create unique index summed_kind on summed (kind);
        create materialized view empty as select 1 as x with no data;
        create function fired() returns trigger language plpgsql as $$ begin return new; end $$;
        create trigger before_parent before insert or update of name on parent for each row when (new.n > 1) execute function fired('x'); alter table parent disable trigger before_parent;
        create constraint trigger later_check after insert on later deferrable initially deferred for each row execute function fired(); create trigger on_parts after insert on parts for each row execute function fired();
        create rule no_delete as on delete to fast do instead nothing;
        alter table parent enable row level security; alter table parent force row level security;
        create policy mine on parent as restrictive for select to public using (name = current_user); comment on policy mine on parent is 'p';
        create function on_ddl() returns event_trigger language plpgsql as $$ begin null; end $$;
        create event trigger watch on ddl_command_end when tag in ('CREATE TABLE') execute function on_ddl(); alter event trigger watch disable;
        """;

    /// <summary>What makes one of each kind that it does not know, and what the head calls it.</summary>
    private static readonly (string Make, string Drop, string Name)[] Unknown =
    [
        ("create type shell", "drop type shell", "shell type public.shell"),
        ("create operator ==== (leftarg = int, rightarg = text, function = eq)", "drop operator ==== (int, text)", "operator public.====(integer,text)"),
        ("create operator family fam using hash", "drop operator family fam using hash", "operator family public.fam using hash"),
        ("create operator class cls for type int using btree as operator 1 <, function 1 btint4cmp(int, int)", "drop operator family cls using btree", "operator class public.cls using btree"),
        ("create default conversion conv for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8", "drop conversion conv", "conversion public.conv"),
        ("create text search configuration plain (copy = simple)", "drop text search configuration plain", "text search configuration public.plain"),
        ("create text search dictionary dict (template = simple)", "drop text search dictionary dict", "text search dictionary public.dict"),
        ("create text search parser pars (start = prsd_start, gettoken = prsd_nexttoken, \"end\" = prsd_end, lextypes = prsd_lextype)", "drop text search parser pars", "text search parser public.pars"),
        ("create text search template tmpl (lexize = dsimple_lexize)", "drop text search template tmpl", "text search template public.tmpl"),
        ("create cast (bigint as point) with inout", "drop cast (bigint as point)", "cast (bigint as point)"),
        ("create transform for int language sql (from sql with function prsd_lextype(internal))", "drop transform for int language sql", "transform for integer language sql"),
        ("create language other handler plpgsql_call_handler", "drop language other", "language other"),
        ("create access method am type index handler bthandler", "drop access method am", "access method am"),
        ("create foreign data wrapper fdw", "drop foreign data wrapper fdw cascade", "foreign data wrapper fdw"),
        ("create server \"The server\" foreign data wrapper fdw", "drop server \"The server\" cascade", "foreign server \"The server\""),
        ("create user mapping for public server \"The server\"", "drop user mapping for public server \"The server\"", "user mapping for public server \"The server\""),
        ("create foreign table far (id int not null, n int default 5, constraint positive check (id > 0)) server \"The server\"", "drop foreign table far", "foreign table public.far"),
        ("create type addr as (street text, town text)", "drop type addr", ""),
        ("create table typed of addr (street primary key, constraint named check (town <> ''))", "drop table typed", "typed table public.typed"),
        ("create publication pub for all tables", "drop publication pub", "publication pub"),
        ("create subscription sub connection 'dbname=none' publication pub with (connect = false)", "drop subscription sub", "subscription sub"),
        ("alter default privileges in schema public grant select on tables to public", "alter default privileges in schema public revoke select on tables from public", "default privileges of app in schema public for tables"),
    ];

    [Fact]
    public async Task Each_kind_that_it_does_not_know_is_named_and_compared()
    {
        await RunAsync("create function eq(int, text) returns boolean language sql as 'select true'");
        var before = await SchemaSnapshot.ReadAsync(Db, cancellationToken: Token);
        foreach (var (make, _, _) in Unknown)
        {
            await RunAsync(make);
        }

        var text = await SchemaSnapshot.ReadAsync(Db, cancellationToken: Token);
        Assert.All(Unknown.Where(static u => u.Name.Length > 0), u => Assert.Contains($"-- Not known to the snapshot, and not in this file: {u.Name}.\n", text, StringComparison.Ordinal));
        Assert.Empty(await SchemaSnapshot.CompareAsync(Db, text, cancellationToken: Token));
        var added = (await SchemaSnapshot.CompareAsync(Db, before, cancellationToken: Token)).Where(static d => d.Change == SchemaChange.Added).Select(static d => d.Name).ToList();
        Assert.All(Unknown.Where(static u => u.Name.Length > 0), u => Assert.Contains(u.Name, added, StringComparer.Ordinal));

        await RunAsync("alter subscription sub disable");
        await RunAsync("alter subscription sub set (slot_name = none)");
        foreach (var (_, drop, _) in Unknown.Reverse())
        {
            await RunAsync(drop);
        }

        var removed = (await SchemaSnapshot.CompareAsync(Db, text, cancellationToken: Token)).Where(static d => d.Change == SchemaChange.Removed).Select(static d => d.Name).ToList();
        Assert.All(Unknown.Where(static u => u.Name.Length > 0), u => Assert.Contains(u.Name, removed, StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_part_of_something_unknown_is_left_out_with_it()
    {
        string[] script =
        [
            "create foreign data wrapper fdw", "create server far_server foreign data wrapper fdw", "create type addr as (street text, town text, n int)", "create function fired() returns trigger language plpgsql as 'begin return new; end'", "create function g() returns int language sql return 1",
            "create table typed of addr (street primary key, n default g(), constraint named check (town <> ''), unique (town))", "create index on typed (lower(town))", "create statistics st on street, town from typed", "create trigger t before insert on typed for each row execute function fired()",
            "alter table typed enable row level security", "create policy p on typed using (true)", "create rule r as on delete to typed do instead nothing", "comment on table typed is 'x'", "comment on column typed.town is 'y'", "comment on constraint named on typed is 'z'", "alter table typed replica identity full",
            "create sequence s", "alter sequence s owned by typed.n",
            "create foreign table far (id int not null, n int default g(), constraint positive check (id > 0)) server far_server", "create trigger t before insert on far for each row execute function fired()", "comment on constraint positive on far is 'z'",
        ];
        foreach (var statement in script)
        {
            await RunAsync(statement);
        }

        var text = await SchemaSnapshot.ReadAsync(Db, cancellationToken: Token);

        await using var other = await ScratchDatabase.CreateAsync(Db, ConnectionString, "scratch", Token);
        await ScratchScript.RunAsync(other.Database, text, EngineRegistry.Find(Db.Provider).Flavour, "dump", Token);
        Assert.Equal(
            ["foreign data wrapper fdw", "foreign server far_server", "foreign table public.far", "typed table public.typed"],
            (await SchemaSnapshot.CompareAsync(other.Database, text, cancellationToken: Token)).Select(static d => d.Name),
            StringComparer.Ordinal);
    }

    /// <summary>What is inherited stays so: the catalogue says it of the copy too.</summary>
    [Fact]
    public async Task Not_null_is_inherited_and_local_as_it_was()
    {
        const string Query = "select string_agg(conrelid::regclass || ' ' || conname || ' ' || conislocal || ' ' || coninhcount, ', ' order by conrelid::regclass::text, conname) from pg_constraint where contype = 'n' and connamespace = 'public'::regnamespace and conrelid::regclass::text !~ 'dataaccess'";
        await ScratchScript.RunAsync(
            Db,
            "create table parent (a int not null, b text); create table child (c int) inherits (parent); create table child2 (a int, b text, c int) inherits (parent, child); create table child3 (a int not null) inherits (parent); create table open (n int); create table closed () inherits (open); alter table closed alter n set not null; create table p (k int not null) partition by range (k); create table p1 partition of p default;",
            EngineRegistry.Find(Db.Provider).Flavour, "made", Token);
        await using var other = await ScratchDatabase.CreateAsync(Db, ConnectionString, "scratch", Token);
        await ScratchScript.RunAsync(other.Database, await SchemaSnapshot.ReadAsync(Db, cancellationToken: Token), EngineRegistry.Find(Db.Provider).Flavour, "dump", Token);

        Assert.Equal(await Db.QuerySingleAsync<string>(SqlStatement.Raw(Query), Token), await other.Database.QuerySingleAsync<string>(SqlStatement.Raw(Query), Token));
    }

    [Fact]
    public async Task The_schema_that_every_database_has_is_not_made()
    {
        var url = await Engine.CreateDatabaseAsync();
        try
        {
            await using var other = Engine.Open(url);
            var plain = await SchemaSnapshot.ReadAsync(other, cancellationToken: Token);
            Assert.DoesNotContain("schema", plain[plain.IndexOf('\n', plain.IndexOf("Not in this file", StringComparison.Ordinal))..], StringComparison.Ordinal);

            // A snapshot of an earlier version is still that of the same schema.
            Assert.Empty(await SchemaSnapshot.CompareAsync(other, plain + "\n-- [schema] public\ncreate schema if not exists public;\n", cancellationToken: Token));

            await other.ExecuteAsync($"comment on schema public is 'ours'", Token);
            var commented = await SchemaSnapshot.ReadAsync(other, cancellationToken: Token);
            Assert.Contains("-- [schema] public\ncomment on schema public is 'ours';\n", commented, StringComparison.Ordinal);
            Assert.Single(await SchemaSnapshot.CompareAsync(other, plain, cancellationToken: Token));

            await other.ExecuteAsync($"drop schema public", Token);
            var dropped = await SchemaSnapshot.ReadAsync(other, cancellationToken: Token);
            Assert.Contains("-- [schema] public\ndrop schema if exists public;\n", dropped, StringComparison.Ordinal);
            Assert.Single(await SchemaSnapshot.CompareAsync(other, plain, cancellationToken: Token));
        }
        finally
        {
            await Engine.DropDatabaseAsync(url);
        }
    }

    [Fact]
    public async Task What_it_does_not_know_it_names()
    {
        await RunAsync("create function eq(int, text) returns boolean language sql as 'select true'");
        await RunAsync("create operator ==== (leftarg = int, rightarg = text, function = eq)");
        await RunAsync("create text search configuration plain (copy = simple)");

        var text = await SchemaSnapshot.ReadAsync(Db, cancellationToken: Token);

        Assert.Contains("-- Not known to the snapshot, and not in this file: operator public.====(integer,text).", text, StringComparison.Ordinal);
        Assert.Contains("-- Not known to the snapshot, and not in this file: text search configuration public.plain.", text, StringComparison.Ordinal);
    }
}
