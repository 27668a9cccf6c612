using DataAccess.Conformance;
using Xunit;

namespace DataAccess.MySql.Tests;

/// <summary>What the text of a statement says of it. Where it is unsure, it may write and leaves something behind.</summary>
public sealed class MySqlStatementTextTests
{
    public static TheoryData<string, string> Statements => new()
    {
        { "select 1", StatementVerdict.Read },
        { " \n-- a comment\n/* and another */ (SELECT 1)", StatementVerdict.Read },
        { "values (1);  \n", StatementVerdict.Read },
        { "select * from t where a in (1, 2) and (b or not (c))", StatementVerdict.Read },
        { "select count(*), max(a) from t group by (b) having (count(*) > 1) order by (a) limit 1 offset 0", StatementVerdict.Read },
        { "with x as (select 1 as a) select * from x", StatementVerdict.Read },
        { "with recursive x (a) as (select 1 union all select a + 1 from x), y (b, c) as (select 1, 2) select * from x join y on (a = b)", StatementVerdict.Read },
        { "select coalesce(a, 'set; insert into t'), lower (b), upper/* the name */(c) from t as u", StatementVerdict.Read },
        { "select cast(a as numeric(10, 2)) from t", StatementVerdict.Read },
        { "select case when (a) then (b) else (c) end from t", StatementVerdict.Read },
        { "select row_number() over (partition by (a) order by b) from t", StatementVerdict.Read },
        { "select * from a left join (select 1 as x) b on (a.x = b.x) where exists (select 1) and a.y between (1) and (2)", StatementVerdict.Read },
        { "select * from a where not exists (select 1 from b where b.a in (select 2)) union all (select * from c)", StatementVerdict.Read },
        { "select 'it''s', 'a -- b', '/* c' from t", StatementVerdict.Read },
        { "select last_insert_id()", StatementVerdict.Read },
        { "select `a`.`b` from `c` where `d` in (?)", StatementVerdict.Read },
        { "select count(*) from t use index (i) where match (a) against (?)", StatementVerdict.Read },
        { "select * from t where a regexp (?) and b rlike (?) and c div (2)", StatementVerdict.Read },
        { "select if(a, 1, 2), ifnull(a, b), insert(a, 1, 2, 'x'), replace(a, 'b', 'c'), left(a, 1), char(1) from t", StatementVerdict.Read },
        { "select 'it\\\\' as a", StatementVerdict.Read },
        { "select 1 # f(1)\n+ 1", StatementVerdict.Read },
        { "select @a", StatementVerdict.Read },
        { "select @@sql_mode", StatementVerdict.Read },
        { "select convert(a, decimal(10, 2)), cast(a as datetime(6)) from t", StatementVerdict.Read },
        { "select 1--1", StatementVerdict.Read },
        { "select interval(1, 2), date_add(a, interval (1) day) from t", StatementVerdict.Read },
        { "show tables", StatementVerdict.Read },
        { "select json_extract(a, '$.b') from t", StatementVerdict.Read },
        { "select group_concat(a separator ';') from t", StatementVerdict.Read },
        { "/*+ no_icp(t) */ select 1", StatementVerdict.Read },
        { "insert into t (a, b) values (1, 2)", StatementVerdict.Clean },
        { "insert into s.t (a) select lower(a) from u", StatementVerdict.Clean },
        { "insert into t values (1), (2)", StatementVerdict.Clean },
        { "update t set a = 1;", StatementVerdict.Clean },
        { "update t set a = (select max(b) from u) where c in (1)", StatementVerdict.Clean },
        { "delete from t where a in (select 1)", StatementVerdict.Clean },
        { "with x (a) as (select 1) insert into t select * from x", StatementVerdict.Clean },
        { "insert t (a) values (1)", StatementVerdict.Clean },
        { "insert ignore into t (a) values (1) on duplicate key update a = values(a)", StatementVerdict.Clean },
        { "replace into t (a) values (1)", StatementVerdict.Clean },
        { "select * from t for update", StatementVerdict.Clean },
        { "select * from t lock in share mode", StatementVerdict.Clean },
        { "select * from t for share", StatementVerdict.Clean },
        { "", StatementVerdict.Dirty },
        { "-- only a comment", StatementVerdict.Dirty },
        { "/* never closed", StatementVerdict.Dirty },
        { "select 'never closed", StatementVerdict.Dirty },
        { "selection", StatementVerdict.Dirty },
        { "set time zone 'UTC'", StatementVerdict.Dirty },
        { "begin", StatementVerdict.Dirty },
        { "commit", StatementVerdict.Dirty },
        { "create temp table t (a int)", StatementVerdict.Dirty },
        { "select app.lower(a) from t", StatementVerdict.Dirty },
        { "select charge_customer(100)", StatementVerdict.Dirty },
        { "select charge_customer /* why not */ (100)", StatementVerdict.Dirty },
        { "select charge_customer -- it\n (100)", StatementVerdict.Dirty },
        { "select 1 where 1 = charge()", StatementVerdict.Dirty },
        { "values (f())", StatementVerdict.Dirty },
        { "select (select f(1))", StatementVerdict.Dirty },
        { "with x as (select f()) select * from x", StatementVerdict.Dirty },
        { "with f as (select 1) select f(1) from f", StatementVerdict.Dirty },
        { "select * from f(1) as x", StatementVerdict.Dirty },
        { "select 1, f (2)", StatementVerdict.Dirty },
        { "select count(*) from t where f(a) in (1)", StatementVerdict.Dirty },
        { "insert into t (a) values (f(1))", StatementVerdict.Dirty },
        { "insert into t (a) select f(1)", StatementVerdict.Dirty },
        { "update t set a = f(a)", StatementVerdict.Dirty },
        { "delete from t where f(a)", StatementVerdict.Dirty },
        { "select 1; delete from t", StatementVerdict.Dirty },
        { "select 1;;select 2", StatementVerdict.Dirty },
        { "select a into b from c", StatementVerdict.Dirty },
        { "select a\ninto\nb from c", StatementVerdict.Dirty },
        { "execute p", StatementVerdict.Dirty },
        { "prepare p as select 1", StatementVerdict.Dirty },
        { "call work()", StatementVerdict.Dirty },
        { "explain analyze select f(1)", StatementVerdict.Dirty },
        { " select 1", StatementVerdict.Dirty },
        { "select f (1)", StatementVerdict.Dirty },
        { "select lower (a)", StatementVerdict.Dirty },
        { "select x from t order by f(a)", StatementVerdict.Dirty },
        { "select last_insert_id(5)", StatementVerdict.Dirty },
        { "select 1from t where f(1)", StatementVerdict.Dirty },
        { "select last_insert_id(a) from t", StatementVerdict.Dirty },
        { "select app.lower(a)", StatementVerdict.Dirty },
        { "select `charge`(1)", StatementVerdict.Dirty },
        { "select @a := 1", StatementVerdict.Dirty },
        { "select 1 into @a", StatementVerdict.Dirty },
        { "select 1\ninto\n@a", StatementVerdict.Dirty },
        { "select * into outfile '/tmp/a' from t", StatementVerdict.Dirty },
        { "/*!50000 set @a = 1 */ select 1", StatementVerdict.Dirty },
        { "select 1 /*!50000 into @a */", StatementVerdict.Dirty },
        { "select /*M! f(1) */ 1", StatementVerdict.Dirty },
        { "select 'a\\' or f(1) or ' b'", StatementVerdict.Dirty },
        { "select \"a\\\" or f(1) or \" b\"", StatementVerdict.Dirty },
        { "select 1 --f(1)", StatementVerdict.Dirty },
        { "select 1 # a\n+ f(1)", StatementVerdict.Dirty },
        { "select get_lock('a', 1)", StatementVerdict.Dirty },
        { "select release_lock('a')", StatementVerdict.Dirty },
        { "do f(1)", StatementVerdict.Dirty },
        { "use other", StatementVerdict.Dirty },
        { "handler t open", StatementVerdict.Dirty },
        { "lock tables t read", StatementVerdict.Dirty },
        { "set @a = 1", StatementVerdict.Dirty },
        { "select get_lock /* a */ ('a', 1)", StatementVerdict.Dirty },
        { "insert into t (a) values (1) on duplicate key update id = last_insert_id(id)", StatementVerdict.Dirty },
        { "prepare p from 'select 1'", StatementVerdict.Dirty },
        { "load data local infile 'a' into table t", StatementVerdict.Dirty },
        { "select sys.f(1)", StatementVerdict.Dirty },
        { "flush tables", StatementVerdict.Dirty },
    };

    [Theory]
    [MemberData(nameof(Statements))]
    public void A_statement_is_taken_for_what_it_may_do(string sql, string verdict) => Assert.Equal(verdict, StatementVerdict.Of(Provider, sql));

    [Theory]
    [InlineData("set new.a = lower(new.a)", true)]
    [InlineData("begin if new.a < 0 then set new.a = 0; end if; insert into log (a) values (new.a); end", true)]
    [InlineData("signal sqlstate '45000' set message_text = 'no'", true)]
    [InlineData("select `t`.`a` AS `a`,count(0) AS `n` from `db`.`t` group by `t`.`a`", true)]
    [InlineData("set @a = 1", false)]
    [InlineData("begin select 1 into @a; end", false)]
    [InlineData("begin set session sql_mode = ''; end", false)]
    [InlineData("begin set sql_mode = ''; end", false)]
    [InlineData("call p()", false)]
    [InlineData("begin call p(); end", false)]
    [InlineData("set new.a = get_lock('a', 1)", false)]
    [InlineData("set new.a = `db`.`f`(1)", false)]
    [InlineData("select `db`.`f`(1) AS `a`", false)]
    [InlineData("select get_lock('a',0) AS `v`", false)]
    [InlineData("begin do get_lock('a', 1); end", false)]
    public void A_routine_is_taken_for_what_it_may_leave(string source, bool isHarmless)
        => Assert.Equal(isHarmless, StatementVerdict.IsHarmlessRoutine(Provider, source));

    private static DatabaseProvider Provider { get; } = new MySqlProvider("Server=localhost");
}
