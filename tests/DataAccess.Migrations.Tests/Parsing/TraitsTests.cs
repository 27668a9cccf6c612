using DataAccess.Migrations.Engines.MySql;
using DataAccess.Migrations.Engines.PostgreSql;

namespace DataAccess.Migrations.Tests.Parsing;

public sealed class TraitsTests
{
    [Theory]
    [InlineData("create table `a b` (x int)", "table a b exists")]
    [InlineData("create table if not exists d.t (x int)", "table d.t exists")]
    [InlineData("drop table a, b", "table a is dropped, table b is dropped")]
    [InlineData("create unique index i on t (x)", "index i of t exists")]
    [InlineData("drop index i on t", "index i of t is dropped")]
    [InlineData("create definer=`r`@`h` trigger tr before insert on t for each row set new.x = 1", "trigger tr exists")]
    [InlineData("/*!50003 create procedure p() select 1 */", "routine p exists")]
    [InlineData("create or replace view v as select 1", "table v exists")]
    [InlineData("rename table a to b, c to d", "table a is dropped, table b exists, table c is dropped, table d exists")]
    [InlineData("rename table a to x, b to a, x to b", "")]
    [InlineData("alter table t add column a decimal(5,2) default 0, add b int, drop column c, modify d int", "column a of t exists, column b of t exists, column c of t is dropped")]
    [InlineData("alter table t add unique key u (a, b), add constraint f foreign key (a) references x (b), drop foreign key g", "index u of t exists, constraint f of t exists, constraint g of t is dropped")]
    [InlineData("alter table t change a b int, rename column c to d, rename index e to f", "column a of t is dropped, column b of t exists, column c of t is dropped, column d of t exists, index e of t is dropped, index f of t exists")]
    [InlineData("alter table t rename to u", "table t is dropped, table u exists")]
    [InlineData("alter table t add primary key (a)", "index PRIMARY of t exists")]
    [InlineData("alter table t modify a bigint, engine=innodb", "")]
    [InlineData("create table c as select * from t", "")]
    [InlineData("call p()", "")]
    public void What_a_mysql_statement_leaves_is_known(string statement, string effects)
    {
        var traits = MySqlFlavour.Instance.TraitsOf(statement);

        Assert.False(traits.IsTransactional);
        Assert.Equal(effects, string.Join(", ", traits.Effects));
    }

    [Theory]
    [InlineData("alter table t modify a bigint, engine=innodb", true)]
    [InlineData("alter table t add a int", false)]
    [InlineData("drop table if exists t", true)]
    [InlineData("truncate table t", true)]
    [InlineData("call p()", false)]
    [InlineData("create index i on t (x)", false)]
    public void What_may_run_twice_is_known(string statement, bool isRepeatable) => Assert.Equal(isRepeatable, MySqlFlavour.Instance.TraitsOf(statement).IsRepeatable);

    [Theory]
    [InlineData("create index concurrently if not exists \"I\" on only s.T (x)", "index I of s.t exists", false)]
    [InlineData("drop index concurrently s.i", "index s.i is dropped", false)]
    [InlineData("create index i on t (x)", "", true)]
    [InlineData("vacuum t", "", false)]
    [InlineData("alter table t detach partition p concurrently", "", false)]
    [InlineData("create table t (vacuum int)", "", true)]
    public void What_a_postgresql_statement_leaves_is_known(string statement, string effects, bool isTransactional)
    {
        var traits = PostgreSqlTraits.Of(statement);

        Assert.Equal((isTransactional, effects), (traits.IsTransactional, string.Join(", ", traits.Effects)));
    }
}
