using DataAccess.Sql;
using Xunit;

namespace DataAccess.Tests;

/// <summary>The words of statements, past what stands in quotes and comments.</summary>
public sealed class StatementWordsTests
{
    private const SqlLexis PostgreSql = SqlLexis.DollarQuotes | SqlLexis.NestedComments;
    private const SqlLexis MySql = SqlLexis.BackslashEscapes | SqlLexis.MySqlComments;

    [Theory]
    [InlineData(SqlLexis.Standard, "Commit", "commit")]
    [InlineData(SqlLexis.Standard, " ;; -- a; b\n/* c; d */ commit ; ", "commit")]
    [InlineData(SqlLexis.Standard, "select 'it''s; a'; commit", "select|commit")]
    [InlineData(SqlLexis.Standard, "select \"a;b\", `c;d` from t", "select from t")]
    [InlineData(SqlLexis.Standard, "select 'a\\'; commit", "select|commit")]
    [InlineData(SqlLexis.Standard, "select 'open; commit", "select")]
    [InlineData(SqlLexis.Standard, "/* open; commit", "")]
    [InlineData(SqlLexis.Standard, "-- open; commit", "")]
    [InlineData(SqlLexis.Standard, "", "")]
    [InlineData(MySql, "select 'a\\'; commit", "select")]
    [InlineData(MySql, "# a; b\nselect 1", "select 1")]
    [InlineData(MySql, "/*!50000 commit */; /*M!100100 rollback */", "commit|rollback")]
    [InlineData(PostgreSql, "do $$ begin; commit; end $$; select $x$;$$;$x$, $1", "do|select 1")]
    [InlineData(PostgreSql, "select E'\\'; commit', 'a\\'; end", "select|end")]
    [InlineData(PostgreSql, "/* a /* b */ ; commit */ select 1", "select 1")]
    public void A_text_is_read_as_its_statements_words(SqlLexis lexis, string sql, string expected)
    {
        var words = new StatementWords(sql, lexis);
        var found = new List<string>();
        while (words.MoveNext())
        {
            found.Add(string.Join(' ', words.Words));
        }

        Assert.Equal(expected, string.Join('|', found));
    }

    [Theory]
    [InlineData("create function f() returns int language sql begin atomic select 1; end", TransactionEffect.MayEnd)]
    [InlineData("create trigger t after insert on a begin update a set b = 1; end", TransactionEffect.MayEnd)]
    [InlineData("select 1; end", TransactionEffect.Ends)]
    [InlineData("create table a (b int); commit", TransactionEffect.Ends)]
    [InlineData("select 'open", TransactionEffect.MayEnd)]
    [InlineData("rollback to savepoint a; select 1", TransactionEffect.Stays)]
    [InlineData("rollback to a; rollback", TransactionEffect.Ends)]
    [InlineData("prepare transaction 'a'", TransactionEffect.Ends)]
    [InlineData("prepare a as select 1", TransactionEffect.Stays)]
    public void A_text_ends_its_transaction_where_one_of_its_statements_does(string sql, TransactionEffect expected)
        => Assert.Equal(expected, new FakeDialect().EffectOnTransaction(sql));
}
