using DataAccess.Migrations.Backfilling;
using DataAccess.Migrations.Tests.Parsing;

namespace DataAccess.Migrations.Tests.Backfilling;

public sealed class BackfillStatementTests
{
    [Theory]
    [InlineData("PostgreSql", "update a set n = 1 where id between :from and :to", "update a set n = 1 where id between <from> and <to>")]
    [InlineData("PostgreSql", "update a set n = x::to where id >= :FROM and id <= :To and t = ':from'", "update a set n = x::to where id >= <from> and id <= <to> and t = ':from'")]
    [InlineData("PostgreSql", "update a set n = :to - :from where $$ :to $$ <> '' -- :from", "update a set n = <to> - <from> where $$ :to $$ <> '' -- :from")]
    [InlineData("MySql", "update a set n = '?', `:to` = 1 where id >= :from # :to\n and id <= :to", "update a set n = '?', `:to` = 1 where id >= <from> # :to\n and id <= <to>")]
    [InlineData("Sqlite", "update a set [:from] = :fromage where id > :from and id <= :to", "update a set [:from] = :fromage where id > <from> and id <= <to>")]
    public void The_ends_of_a_slice_take_the_marks_places(string flavour, string statement, string expected)
        => Assert.Equal(expected, new BackfillStatement(statement, Flavours.Of(flavour)).For(SqlStatement.Raw("<from>"), SqlStatement.Raw("<to>")).ToString());
}
