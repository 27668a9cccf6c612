using DataAccess.Migrations.Engines.MySql;
using DataAccess.Migrations.Engines.PostgreSql;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Tests.Parsing;

public sealed class LiteralInsertTests
{
    [Theory]
    [InlineData("insert into a values (1)")]
    [InlineData("INSERT INTO s.a (x, y) VALUES (1, 'it''s; fine'), (-1.5e3, NULL), (true, default)")]
    [InlineData("insert into \"a b\" (\"x\") values ('--', '/*')")]
    public void An_insert_of_written_rows_is_one(string statement)
    {
        Assert.True(LiteralInsert.Is(statement, PostgreSqlFlavour.Instance));
        Assert.True(LiteralInsert.Is(statement.Replace('"', '`'), MySqlFlavour.Instance));
    }

    [Theory]
    [InlineData("insert into a select 1")]
    [InlineData("insert into a values (sleep(10))")]
    [InlineData("insert into a values ((select 1))")]
    [InlineData("insert into a values (now())")]
    [InlineData("insert into a values (1) on conflict do nothing")]
    [InlineData("insert into a values (1) returning x")]
    [InlineData("insert into a values (1); insert into a values (2)")]
    [InlineData("insert into a values (1) -- one")]
    [InlineData("insert into a values (1 /* one */)")]
    [InlineData("insert into a values (1")]
    [InlineData("insert into a values (b)")]
    [InlineData("insert into a values (@b)")]
    [InlineData("insert into a values ('a\\b')")]
    [InlineData("insert a values (1)")]
    [InlineData("insert into a (x values (1)")]
    [InlineData("insert into")]
    [InlineData("update a set x = 1")]
    [InlineData("")]
    public void Anything_that_may_take_long_or_hide_something_is_not(string statement)
    {
        Assert.False(LiteralInsert.Is(statement, PostgreSqlFlavour.Instance));
        Assert.False(LiteralInsert.Is(statement, MySqlFlavour.Instance));
    }

    [Theory]
    [InlineData("insert into a values (E'a')")]
    [InlineData("insert into a values ($$a$$)")]
    [InlineData("insert into a values (U&'a')")]
    [InlineData("insert into a values ('1'::int)")]
    public void Forms_of_postgresql_alone_are_not(string statement) => Assert.False(LiteralInsert.Is(statement, PostgreSqlFlavour.Instance));

    [Theory]
    [InlineData("insert into a values (\"a\")")]
    [InlineData("insert into a values (1) /*! on duplicate key update x = 1 */")]
    [InlineData("insert into a values (1) # one")]
    [InlineData("insert into a values (0x41)", true)]
    [InlineData("insert into a values (_utf8'a')")]
    public void Forms_of_mysql_alone_are_known(string statement, bool isOne = false) => Assert.Equal(isOne, LiteralInsert.Is(statement, MySqlFlavour.Instance));
}
