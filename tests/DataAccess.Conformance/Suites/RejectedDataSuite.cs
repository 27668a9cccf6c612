using Xunit;

namespace DataAccess.Conformance;

/// <summary>Data that the server refuses under a code that looks like a mistake in the statement. One bad row harms one row.</summary>
public abstract class RejectedDataSuite(TestEngine engine) : DatabaseSuite(engine)
{
    protected async Task AssertRejectedAsync(string code, string makeTable, string badRow)
    {
        await RunAsync(makeTable);

        var told = await Record.ExceptionAsync(async () => await RunAsync(badRow));

        Assert.NotNull(told);
        var failure = Db.Provider.Classify(told);
        Assert.EndsWith(code, failure.Code, StringComparison.Ordinal);
        Assert.Equal(FailureKind.Rejected, failure.Kind);
    }
}
