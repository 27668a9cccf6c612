using DataAccess.Conformance;
using DataAccess.PostgreSql.Failures;
using Npgsql;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

/// <summary>What the SQLSTATEs mean is what docs/failures.md says.</summary>
public sealed class PostgreSqlFailuresTests
{
    private const string Section = "PostgreSQL";

    // A class is tried with a state that it does not have, so that no row of its own answers for it.
    [Fact]
    public void Every_code_of_the_page_has_the_kind_it_says()
        => FailureTable.AssertTrue(Section, static code => KindOf(code.Length == 2 ? code + "ZZZ" : code, "words"));

    [Fact]
    public void Every_code_that_is_told_apart_is_on_the_page()
        => FailureTable.AssertComplete(Section, "DataAccess.PostgreSql/Failures/PostgreSqlFailures.cs", "\"(?<code>[0-9A-Z]{5}|[0-9A-Z]{2})\"");

    [Fact]
    public void A_cached_plan_that_no_longer_fits_is_a_stale_statement()
        => Assert.Equal(FailureKind.StaleStatement, KindOf("0A000", "cached plan must not change result type"));

    private static FailureKind KindOf(string state, string message)
        => PostgreSqlFailures.Classify(new PostgresException(message, "ERROR", "ERROR", state)).Kind;

    [Fact]
    public void What_proves_a_rollback_is_what_the_page_says()
    {
        Assert.All(RollbackTable.Of(Section), static row => Assert.Equal(row.Value, PostgreSqlRollbacks.IsOfTheServer(row.Key == "57P" ? "57P01" : row.Key.PadRight(5, '9'))));
        Assert.All(FailureTable.Of(Section), static row => Assert.True(
            PostgreSqlRollbacks.IsOfTheServer(row.Key.PadRight(5, '9')) || RollbackTable.Of(Section).Keys.Any(k => row.Key.StartsWith(k, StringComparison.Ordinal)), row.Key));
    }

    [Theory]
    [InlineData("ERROR", "57014", true)]
    [InlineData("FATAL", "57014", false)]
    [InlineData("FATAL", "58000", false)]
    [InlineData("PANIC", "53100", false)]
    [InlineData("ERROR", "53100", true)]
    public void Only_an_error_proves_a_rollback(string severity, string state, bool proves)
    {
        var server = new PostgresException("words", severity, severity, state);

        Assert.Equal(proves, PostgreSqlRollbacks.AreProvenBy(server));
        Assert.Equal(proves, PostgreSqlRollbacks.AreProvenBy(new OperationCanceledException("cancelled", server)));
    }

    [Fact]
    public void What_the_driver_says_itself_proves_nothing()
    {
        Assert.False(PostgreSqlRollbacks.AreProvenBy(new OperationCanceledException()));
        Assert.False(PostgreSqlRollbacks.AreProvenBy(new NpgsqlException("timeout", new TimeoutException())));
        Assert.False(PostgreSqlRollbacks.AreProvenBy(new ObjectDisposedException("connection")));
    }
}
