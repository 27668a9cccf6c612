using DataAccess.Migrations.Engines.MySql;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Tests.Parsing;

/// <summary>Bodies without a DELIMITER. Each was run on MySQL or MariaDB as one statement.</summary>
public sealed class MySqlBodyTests
{
    [Theory]
    [InlineData("create procedure p() begin declare exit handler for sqlexception begin select 1; end; select 2; end")]
    [InlineData("create procedure p() begin declare exit handler for sqlstate '42000', not found, 1045, sqlwarning begin end; select 1; end")]
    [InlineData("create procedure p() begin declare c condition for 1051; declare continue handler for c if 1 then select 1; end if; select 2; end")]
    [InlineData("create procedure p() begin declare continue handler for sqlstate value '02000' set @done = 1; begin end; end")]
    [InlineData("create procedure p() begin select begin from (select 1 as begin, 2 as end) t; select t.end; end")]
    [InlineData("create procedure p(begin int, `end` int) begin set begin = 1; end")]
    [InlineData("create procedure begin() begin select 1; end")]
    [InlineData("create procedure s.begin() select begin from t")]
    [InlineData("create procedure p() l1: begin select 1; end l1")]
    [InlineData("create procedure p() begin l: loop leave l; end loop l; select 1; end")]
    [InlineData("create procedure p() if 1 then select 1; elseif 2 then select 3; else select 4; end if")]
    [InlineData("create procedure p() case 1 when 1 then select 1; else select 2; end case")]
    [InlineData("create procedure p() comment 'x' language sql not deterministic case when 1 then select 1; end case")]
    [InlineData("create procedure p() sql security invoker while false do select 1; end while")]
    [InlineData("create procedure p() repeat select 1; until case when 1 then 1 end end repeat")]
    [InlineData("create procedure p() begin if case when 1 then 2 end then select 1; end if; select 2; end")]
    [InlineData("create procedure p() begin select case when `end` then end end from (select 1 end) t; select 2; end")]
    [InlineData("create procedure p() begin declare do int default 0; while do do set do = 0; end while; select 1; end")]
    [InlineData("create procedure p() begin for i in 1..3 do select i; end for; for r in (select 1 as a) do select r.a; end for; end")]
    [InlineData("create function f() returns int if 1 then return 1; else return 2; end if")]
    [InlineData("create function f() returns varchar(10) charset utf8mb4 collate utf8mb4_bin case 1 when 1 then return 'a'; end case")]
    [InlineData("create function f() returns int unsigned while 1 do return 1; end while")]
    [InlineData("create function f() returns enum('a','b') deterministic begin return 'a'; end")]
    [InlineData("create function f() returns char character set latin1 begin return 'a'; end")]
    [InlineData("create function f() returns double precision begin return 1; end")]
    [InlineData("create function f() returns national varchar(10) repeat return 'a'; until 1 end repeat")]
    [InlineData("create function f() returns int l: loop return 1; end loop")]
    [InlineData("create function f() returns long varchar begin return 1; end")]
    [InlineData("create function f() returns type of t.a begin return 1; end")]
    [InlineData("create function f() returns int reads sql data begin not atomic return 1; end")]
    [InlineData("create function f() returns int language javascript deterministic as $$ let a = ';'; return 1; $$")]
    [InlineData("create function f() returns int language javascript deterministic as $js$ it's; $$ $js$")]
    [InlineData("create trigger t2 before insert on t for each row follows t1 if new.a then set @b = 1; end if")]
    [InlineData("create trigger t2 before insert on t for each row precedes `t1` begin set @b = 1; end")]
    [InlineData("create trigger if before insert on t for each row case when 1 then set @b = 1; end case")]
    [InlineData("create or replace event e on schedule at now() + interval 1 day on completion preserve disable comment 'do' do l: loop leave l; end loop")]
    [InlineData("alter event e do case 1 when 1 then select 1; end case")]
    [InlineData("if 1 then select 1; select 2; end if")]
    [InlineData("for i in 1..2 do select i; end for")]
    [InlineData("case 1 when 1 then select 1; end case")]
    [InlineData("while false do select 1; end while")]
    [InlineData("loop select 1; end loop")]
    [InlineData("repeat select 1; until true end repeat")]
    [InlineData("begin not atomic l: loop leave l; end loop; end")]
    [InlineData("create or replace procedure p(a int) as b int := 1; begin if a then select 1; elsif b then null; end if; while b > 3 loop b := b + 1; end loop; for i in 1..2 loop null; end loop; exception when others then select 3; end")]
    [InlineData("create or replace function f return int is begin return 1; end")]
    [InlineData("declare x int := 1; begin select x; end")]
    [InlineData("<<l>> begin null; end")]
    [InlineData("begin select 1; end")]
    [InlineData("create package k as function f1 return int; procedure p1(a int); end")]
    [InlineData("create package body k as v int := 2; function f1 return int as begin return v; end; procedure p1(a int) is x int; begin null; end; begin v := 3; end")]
    [InlineData("create package k function f1() returns int; procedure p1(a int); end")]
    [InlineData("create package body k declare v int default 2; function f1() returns int return 1; procedure p1(a int) begin if a then select 1; end if; end; set @x = 1; end")]
    public void A_body_stays_whole(string statement)
    {
        var pieces = SqlSplitter.Split($"{statement};\nselect 'next';", MySqlFlavour.Instance);

        Assert.Equal([statement, "select 'next'"], pieces.Select(static s => s.Text), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("begin; select 1; commit", 3)]
    [InlineData("begin work; select 1; commit", 3)]
    [InlineData("select begin, end from t; select if(1, 2, 3); select 1 as $$; select 2 as $$", 4)]
    [InlineData("create table begin (begin int, end int); insert into begin (begin, end) values (1, 2); select 1", 3)]
    [InlineData("drop procedure if exists p; drop function if exists f; alter procedure p comment 'x'", 3)]
    [InlineData("create table t (a int comment 'procedure'); create view v as select case when 1 then 2 end; select 1", 3)]
    [InlineData("create procedure p() select 1; create function f() returns int return if(1, 2, 3); select 1", 3)]
    [InlineData("select \\N; select 1", 2)]
    public void Other_statements_end_at_their_semicolons(string script, int count) => Assert.Equal(count, SqlSplitter.Split(script, MySqlFlavour.Instance).Count);

    [Theory]
    [InlineData("delimiter '$$'\nselect 1; select 2 $$\nselect 3", "select 1; select 2", "select 3")]
    [InlineData("delimiter \"a b\"\nselect 1 a b select 2", "select 1", "select 2")]
    [InlineData("delimiter `;;`\nselect 1; ;;select 2", "select 1;", "select 2")]
    [InlineData("delimiter \\$\\$\nselect 1 $$ select 2", "select 1", "select 2")]
    [InlineData("delimiter '$''$'\nselect 1 $'$ select 2", "select 1", "select 2")]
    [InlineData("DELIMITER //\r\nselect 1//\r\ndelimiter ; -- back\r\nselect 2;", "select 1", "select 2")]
    [InlineData("delimiter //\nthis; is begin of; (anything//\ncase; end //", "this; is begin of; (anything", "case; end")]
    public void The_delimiter_that_the_author_chose_is_the_only_end(string script, params string[] expected)
        => Assert.Equal(expected, SqlSplitter.Split(script, MySqlFlavour.Instance).Select(static s => s.Text), StringComparer.Ordinal);

    [Theory]
    [InlineData("delimiter \\\\\nselect 1", "backslash")]
    [InlineData("delimiter 1234567890123456\nselect 1", "15 characters")]
    [InlineData("delimiter\nselect 1", "no argument")]
    [InlineData("delimiter // select 1//\nselect 2", "drops it")]
    [InlineData("delimiter //\rselect 1//\rselect 2", "line feed")]
    public void A_delimiter_that_the_client_does_not_take_is_refused(string script, string message)
        => Assert.Contains(message, Assert.Throws<ScriptException>(() => SqlSplitter.Split(script, MySqlFlavour.Instance)).Message, StringComparison.Ordinal);

    [Fact]
    public void Several_statements_under_one_delimiter_are_judged_together()
    {
        Assert.True(MySqlFlavour.Instance.TraitsOf("insert into a values (1); update a set x = 2").IsTransactional);
        Assert.False(MySqlFlavour.Instance.TraitsOf("insert into a values (1); create table b (x int)").IsTransactional);
        Assert.True(MySqlFlavour.Instance.TraitsOf("insert into a values (1); create table b (x int)").MayFailHalfway);
        Assert.False(MySqlFlavour.Instance.TraitsOf("insert into a values (1); update a set x = 2").MayFailHalfway);
        Assert.True(MySqlFlavour.Instance.TraitsOf("insert into a values (1); commit").IsTransactionControl);
        Assert.True(MySqlFlavour.Instance.TraitsOf("set @a = 1; set @b = 2").IsSession);
        Assert.False(MySqlFlavour.Instance.TraitsOf("set @a = 1; insert into a values (1)").IsSession);
        Assert.False(MySqlFlavour.Instance.TraitsOf("begin not atomic select 1; commit; end").IsTransactionControl);
    }
}
