using DataAccess.Conformance;
using Xunit;

namespace DataAccess.MySql.Tests;

/// <summary>What only this engine writes, or reads in its own way.</summary>
public sealed class MySqlStatementTextTests() : StatementTextSuite(new MySqlProvider("Server=localhost"))
{
    public static TheoryData<string, string> Own => new()
    {
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
        { "insert t (a) values (1)", StatementVerdict.Clean },
        { "insert ignore into t (a) values (1) on duplicate key update a = values(a)", StatementVerdict.Clean },
        { "replace into t (a) values (1)", StatementVerdict.Clean },
        { "select * from t for update", StatementVerdict.Clean },
        { "select * from t lock in share mode", StatementVerdict.Clean },
        { "select * from t for share", StatementVerdict.Clean },
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
    [MemberData(nameof(Own))]
    public void A_statement_of_this_engine_is_taken_for_what_it_may_do(string sql, string verdict) => Assert.Equal(verdict, StatementVerdict.Of(Provider, sql));

    [Theory]
    [InlineData("set new.a = lower(new.a)", true)]
    [InlineData("begin if new.a < 0 then set new.a = 0; end if; insert into log (a) values (new.a); end", true)]
    [InlineData("signal sqlstate '45000' set message_text = 'no'", true)]
    [InlineData("select `t`.`a` AS `a`,count(0) AS `n` from `db`.`t` group by `t`.`a`", true)]
    [InlineData("set new.a = @tenant", true)]
    [InlineData("begin if @tenant is null then signal sqlstate '45000'; end if; insert into log (a) values (@tenant); end", true)]
    [InlineData("begin if new.a <> @tenant or @b > 1 then set new.a = coalesce(@tenant, @b); end if; end", true)]
    [InlineData("set @a = 1", false)]
    [InlineData("set new.a = 1, @a = 2", false)]
    [InlineData("set new.a = (@a := 2)", false)]
    [InlineData("set new.a = @@sql_mode, @@sql_mode = ''", false)]
    [InlineData("set @`a` = 1", false)]
    [InlineData("set @'a' = 1", false)]
    [InlineData("set @a.b = 1", false)]
    [InlineData("begin get diagnostics @a = row_count; end", false)]
    [InlineData("begin declare c cursor for select 1; open c; fetch c into @a; close c; end", false)]
    [InlineData("begin select 1, 2 into new.a, @a; end", false)]
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
}
