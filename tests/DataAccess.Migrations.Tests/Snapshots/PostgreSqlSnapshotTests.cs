using DataAccess.Conformance;

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
