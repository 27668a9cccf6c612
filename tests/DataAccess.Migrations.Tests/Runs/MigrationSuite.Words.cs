using System.Data.Common;

namespace DataAccess.Migrations.Tests.Runs;

public abstract partial class MigrationSuite
{
    [Fact]
    public async Task Each_word_that_lint_calls_reserved_is_refused_as_a_column_and_takes_quotes()
    {
        var words = EngineRegistry.Find(Kind).Lint.ReservedWords;
        Assert.True(words.Count > 50);
        var unreserved = new List<string>();
        foreach (var word in words)
        {
            try
            {
                await RunAsync($"create table w_{word} ({word} int, other int)");
                unreserved.Add(word);
            }
            catch (DbException)
            {
                // What the list says of it.
            }
        }

        Assert.Empty(unreserved);
        await RunAsync($"create table all_words ({string.Join(", ", words.Select(word => Db.Dialect.QuoteIdentifier(word) + " int"))})");
    }
}
