using System.Data.Common;
using DataAccess.Conformance;
using DataAccess.Migrations.Tests.Snapshots;

namespace DataAccess.Migrations.Tests.Diffing;

[Collection("PostgreSQL")]
public sealed class PostgreSqlDiffTests() : DiffSuite(PostgreSqlEngine.Shared)
{
    protected override string Everything => PostgreSqlSnapshotTests.Script;

    protected override IReadOnlyList<(string Type, string Default)> Types => [("integer", "1"), ("bigint", "2"), ("text", "'x;y'"), ("varchar(10)", "'v'"), ("numeric(8, 2)", "1.5"), ("boolean", "true"), ("timestamptz(3)", "now()"), ("uuid", "gen_random_uuid()"), ("int[]", "'{1}'"), ("text collate \"C\"", "'c'")];

    protected override IReadOnlyList<(string From, string To)> Narrowings =>
    [
        ("text", "character varying(3)"), ("text", "character(3)"), ("text", "name"), ("character varying(10)", "character varying(3)"), ("character varying(10)[]", "character varying(3)[]"), ("text", "character varying(3)[]"),
        ("numeric(10,2)", "integer"), ("numeric(10,4)", "numeric(10,1)"), ("numeric", "numeric(20,5)"), ("bigint", "integer"), ("bigint", "double precision"), ("double precision", "real"), ("double precision", "numeric(5,1)"), ("real", "numeric"), ("integer", "numeric(9,0)"),
        ("timestamp with time zone", "date"), ("timestamp with time zone", "timestamp without time zone"), ("timestamp without time zone", "timestamp(0) without time zone"), ("timestamp without time zone", "time without time zone"), ("timestamp without time zone", "date"),
        ("interval", "interval year to month"), ("interval", "interval(0)"), ("bit(8)", "bit(4)"), ("bit(4)", "bit(8)"), ("bit varying(8)", "bit varying(4)"), ("text", "bit(4)"), ("json", "jsonb"), ("text", "integer"), ("inet", "cidr"), ("boolean", "character varying(4)"), ("integer", "integer[]"),
    ];

    protected override IReadOnlyList<(string Type, string[] Values)> Values =>
    [
        ("smallint", ["-32768", "32767"]), ("integer", ["-2147483648", "2147483647"]), ("bigint", ["-9223372036854775808", "9223372036854775807"]), ("real", ["0.1", "'-3.4e38'", "'NaN'"]), ("double precision", ["0.1", "1.7976931348623157e308", "'-infinity'"]),
        ("numeric", ["12345678901234567890.123456789"]), ("numeric(4,0)", ["-9999"]), ("numeric(10,2)", ["99999999.99", "-99999999.99"]), ("numeric(12,4)", ["-99999999.9999"]), ("numeric(2,4)", ["-0.0099"]), ("numeric(3,-2)", ["-99900"]), ("numeric(20,0)", ["99999999999999999999"]),
        ("boolean", ["true", "false"]), ("uuid", ["'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"]), ("text", ["'x '", "'ééé'"]), ("name", ["'x'"]), ("character varying(5)", ["'ééééé'", "'a   '"]), ("character varying(6)", ["'abcdef'"]), ("character varying(11)", ["'abcdefghijk'"]), ("character varying(40)", ["' a '"]), ("character(5)", ["'abc'"]), ("character(8)", ["'abcdefgh'"]),
        ("date", ["'0001-01-01'", "'infinity'"]), ("timestamp without time zone", ["'2020-01-01 00:00:00.123456'"]), ("timestamp(3) without time zone", ["'2020-01-01 00:00:00.123'"]), ("timestamp(3) with time zone", ["'2020-01-01 00:00:00.123+02'"]), ("timestamp with time zone", ["'infinity'"]),
        ("time(0) without time zone", ["'24:00'"]), ("time without time zone", ["'10:00:00.123456'"]), ("interval", ["'1 year 2 days 3.123456 s'"]), ("interval year to month", ["'3 years 2 mons'"]), ("interval(3)", ["'1 s'"]), ("interval day to second(2)", ["'1 day 2.12 s'"]),
        ("bit(4)", ["'1010'"]), ("bit varying(4)", ["'1'"]), ("bit varying(6)", ["'111111'"]), ("bit varying", ["''"]), ("json", ["'{\"b\": 1, \"b\":2}'"]), ("jsonb", ["'{\"a\": 1.50}'"]), ("xml", ["'<a/>'"]), ("cidr", ["'10.0.0.0/8'"]), ("inet", ["'10.0.0.1/8'"]),
        ("integer[]", ["'{1,NULL}'"]), ("bigint[]", ["'{{1},{2}}'"]), ("character varying(5)[]", ["'{abcde}'"]), ("text[]", ["'{}'"]),
    ];

    private protected override bool Keeps(string from, string to) => Engines.PostgreSql.PostgreSqlTypeChange.KeepsValues(from, to);

    protected override string AreEqual(string column, string other) => $"{column}::text = {other}::text";

    protected override IReadOnlyList<string> Changes =>
    [
        "create table t (a int, b text); create view v as select a, b from t; create view w as select a from v; create materialized view m as select a from t; create index on m (a);",
        "create table t (a bigint, b text); create view v as select a, b from t; create view w as select a from v; create materialized view m as select a from t; create index on m (a);",
        "create table t (a bigint, b text); create view v as select a from t; create view w as select a from v; comment on view w is 'w';",
        "create table t (a bigint, b text); create view v as select a, a + 1 as c from t; create view w as select a from v; comment on view w is 'x';",
        "create table t (a int not null, b text); create function f(x int) returns int language sql immutable return x + 1; create view v as select f(a) as a from t; create index t_f on t (f(a));",
        "create table t (a int not null, b text); create function f(x int) returns int language sql immutable return x + 2; create view v as select f(a) as a from t; create index t_f on t (f(a));",
        "create table t (a int not null, b text); create function f(x int) returns bigint language sql immutable return x + 2; create view v as select f(a) as a from t; create index t_f on t (f(a));",
        "create table t (a int generated always as identity, b text, primary key (a)); create table u (a int references t on delete cascade);",
        "create table t (a bigint generated by default as identity (start with 7), b text, primary key (a)); create table u (a bigint references t on delete set null deferrable);",
        "create table t (a bigint not null, b text, unique (a)); create table u (a bigint references t (a));",
        "create table t (a bigint constraint present not null, b text constraint has_b not null); create table u (a bigint);",
        "create table t (a bigint, b text default 'x') with (fillfactor = 50); comment on table t is 'one'; comment on column t.b is 'b'; alter table t enable row level security; create policy p on t using (a > 1);",
        "create table t (a bigint, b text default 'y') with (fillfactor = 60, autovacuum_enabled = false); comment on table t is 'two'; create policy p on t for select using (a > 2);",
        "create table t (a bigint, b text); create sequence s increment by 2; alter table t alter column a set default nextval('s'); alter sequence s owned by t.a;",
        "create table t (a bigint, b text); create sequence s as int increment by 3 cycle cache 5;",
        "create table t (a int, b int, c int generated always as (a + b) stored, check (c > 1)); create index t_c on t (c);",
        "create table t (a int, b int, c int generated always as (a - b) stored, check (c > 1)); create index t_c on t (c);",
        "create table t (a int, b int, c int generated always as (a - b) virtual);",
        "create function fired() returns trigger language plpgsql as $$ begin return new; end $$; create table t (a int, b int); create trigger g before insert on t for each row execute function fired(); alter table t disable trigger g;",
        "create function fired() returns trigger language plpgsql as $$ begin return old; end $$; create table t (a int, b int); create trigger g before insert or delete on t for each row execute function fired();",
        "create table p (id int, at date) partition by range (at); create table p1 partition of p for values from ('2020-01-01') to ('2021-01-01'); create index p_id on p (id);",
        "create table p (id int, at date, n int) partition by range (at); create table p1 partition of p for values from ('2020-01-01') to ('2022-01-01'); create index p_id on p (id desc); alter table p add primary key (id, at);",
        "create table p (id bigint, at date, more int default 1 not null) partition by range (at); create table p1 partition of p for values from ('2020-01-01') to ('2022-01-01'); create index p_id on p (id desc); alter table p add primary key (id, at);",
        "create domain d as int check (value > 0); create type e as enum ('a', 'b'); create table t (a int, b e);",
        "create domain d as int check (value > 1); create type e as enum ('a', 'b'); create table t (a int, b e);",
        "create schema s; create table s.t (a int); create table t (a int);",
        "create table t (a int[]); create table u (a int, b int); create statistics st on a, b from u;",
        "create table t (a text[]); create table u (a bigint, b int); create statistics st (ndistinct) on a, b from u;",
    ];

    /// <summary>The name of a column may stand in any statement, as <c>a</c> does in <c>alter table</c>.</summary>
    [Fact]
    public async Task Only_what_reads_a_changed_column_is_made_again()
    {
        const string Schema = """
            create table t (id int, a {0}, b int unique, constraint t_key primary key (id), constraint b_ok check (b > 0), constraint a_ok check (a::text <> 'x')); create index on t (b) where b > 1; create index a_index on t ((a::text));
            create table u (t_id int references t, a text); create view v as select id, b from t; create view w as select t from t; create policy p on t using (b > 1); create statistics s on id, b from t;
            create function f() returns trigger language plpgsql as 'begin return new; end'; create trigger g after update of b on t for each row execute function f(); create trigger h after update of a on t for each row execute function f();
            """;
        var result = await DiffAsync(Schema.Replace("{0}", "integer", StringComparison.Ordinal), Schema.Replace("{0}", "bigint", StringComparison.Ordinal), drops: true);

        Assert.Empty(result.Left);
        Assert.Equal(
            ["alter table public.t alter column a type bigint", "alter table public.t drop constraint a_ok", "drop index public.a_index", "drop trigger h on public.t", "drop view public.w"],
            result.Statements.Select(static s => s.Sql).Where(static sql => !sql.Contains("create", StringComparison.OrdinalIgnoreCase) && !sql.Contains(" add ", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
        Assert.Equal(9, result.Statements.Count);
    }

    [Fact]
    public async Task The_server_refuses_what_it_would_have_to_cut()
    {
        foreach (var (from, to, value) in new[] { ("text", "varchar(3)", "'abcd'"), ("bit(8)", "bit(4)", "'11111111'"), ("text", "varchar(3)[]", "'{abcd}'"), ("text", "bit(4)", "'11111111'"), ("varchar(9)[]", "varchar(3)[]", "'{abcd}'") })
        {
            var result = await DiffAsync($"create table t (c {from});", $"create table t (c {to});", drops: true);
            await RunAsync("drop table if exists t");
            await RunAsync($"create table t (c {from})");
            await RunAsync($"insert into t values ({value})");
            await Assert.ThrowsAnyAsync<DbException>(() => RunAsync(Assert.Single(result.Statements).Sql).AsTask());
        }
    }

    [Fact]
    public async Task Values_are_added_to_an_enum_and_what_cannot_be_done_is_named()
    {
        var result = await DiffAsync("create type e as enum ('b', 'd'); create table t (a e);", "create type e as enum ('a', 'b', 'c', 'd', 'e'); create table t (a e);", drops: true);
        Assert.Empty(result.Left);
        Assert.Equal(3, result.Statements.Count);

        var error = await Assert.ThrowsAsync<MigrationException>(() => DiffAsync("create type e as enum ('a', 'b'); create table t (a e);", "create type e as enum ('b', 'a'); create table t (a e);", drops: true));
        Assert.Contains("type public.e: values of an enum cannot be removed or moved", error.Message, StringComparison.Ordinal);
        error = await Assert.ThrowsAsync<MigrationException>(() => DiffAsync("create domain d as int; create table t (a d);", "create domain d as bigint; create table t (a d);", drops: true));
        Assert.Contains("domain public.d has to be made again, and table public.t uses it", error.Message, StringComparison.Ordinal);
    }
}
