using Xunit;

namespace DataAccess.Tests;

public sealed class QueryLogTests
{
    private const int Executed = 203;
    private const int Failed = 204;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Values_are_logged_only_where_that_was_asked_for(bool withValues)
    {
        var logger = new ListLogger();
        using var factory = new ListLoggerFactory(logger);
        await using var db = Sqlite.SqliteDatabase.Open(
            ":memory:", new Sqlite.SqliteOptions { LogParameterValues = withValues }, factory);
        var secret = "s3cret";

        await db.QuerySingleAsync<string>($"select {secret}", TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<Exception>(async () => await db.QueryAsync<string>($"select nonsense where 1 = {secret}", TestContext.Current.CancellationToken));

        var executed = Assert.Single(logger.Of(Executed));
        var failed = Assert.Single(logger.Of(Failed));
        Assert.Contains("select @p0", executed, StringComparison.Ordinal);
        Assert.Contains("select nonsense", failed, StringComparison.Ordinal);
        Assert.Contains("Fatal", failed, StringComparison.Ordinal);
        Assert.Equal(withValues, executed.Contains(secret, StringComparison.Ordinal));
        Assert.Equal(withValues, failed.Contains(secret, StringComparison.Ordinal));
    }
}
