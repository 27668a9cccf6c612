using DataAccess.Conformance;
using Npgsql;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

/// <summary>Where the connection string says no to the detail of errors, there is none, and a bad row is found all the same.</summary>
public sealed class PostgreSqlDetailTests() : DatabaseSuite(PostgreSqlEngine.Shared)
{
    [Theory]
    [InlineData("Include Error Detail=false", 1)]
    [InlineData("Include Error Detail=false", 60)]
    [InlineData("Include Error Detail=false", 3_000)]
    [InlineData("IncludeErrorDetail=false", 60)]
    [InlineData("", 60)]
    public async Task The_users_own_word_on_details_counts(string setting, int rows)
    {
        await RunAsync("create table readings (sequence bigint not null primary key, sensor text not null, level float8)");
        await RunAsync("insert into readings values (1, 'a', 1)");
        await using var db = PostgreSqlDatabase.Open($"{ConnectionString};{setting}");
        var failed = new List<FailedRow<Reading>>();
        await using var writer = db.CreateWriter(new BatchingWriterOptions<Reading>
        {
            DeadLetter = (row, _) =>
            {
                failed.Add(row);
                return default;
            },
        });

        var summary = await writer.WriteManyAsync(Enumerable.Range(1, rows).Select(static i => new Reading { Sequence = i, Sensor = "a" }), Token);
        var error = await Assert.ThrowsAsync<PostgresException>(async () => await db.ExecuteAsync($"insert into readings values ({1}, 'secret', 1)", Token));

        Assert.Equal((rows - 1, 1L), (summary.Committed, summary.Rejected));
        Assert.Equal(1, Assert.Single(failed).Row.Sequence);
        Assert.Equal(setting.Length == 0, error.Message.Contains("(sequence)=(1)", StringComparison.Ordinal));
        Assert.DoesNotContain("(sequence)=(1)", failed[0].Failure.Message, StringComparison.Ordinal);
    }
}
