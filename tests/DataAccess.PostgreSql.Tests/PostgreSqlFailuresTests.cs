using DataAccess.Conformance;
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
        => FailureTable.AssertComplete(Section, "DataAccess.PostgreSql/PostgreSqlFailures.cs", "\"(?<code>[0-9A-Z]{5}|[0-9A-Z]{2})\"");

    [Fact]
    public void A_cached_plan_that_no_longer_fits_is_a_stale_statement()
        => Assert.Equal(FailureKind.StaleStatement, KindOf("0A000", "cached plan must not change result type"));

    private static FailureKind KindOf(string state, string message)
        => PostgreSqlFailures.Classify(new PostgresException(message, "ERROR", "ERROR", state)).Kind;
}
