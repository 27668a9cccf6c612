using System.Globalization;
using DataAccess.Conformance;
using DataAccess.Sqlite.Failures;
using Microsoft.Data.Sqlite;
using Xunit;

namespace DataAccess.Sqlite.Tests;

/// <summary>What the result codes mean is what docs/failures.md says.</summary>
public sealed class SqliteFailuresTests
{
    private const string Section = "SQLite";

    [Fact]
    public void Every_code_of_the_page_has_the_kind_it_says()
        => FailureTable.AssertTrue(Section, static code => KindOf(int.Parse(code, CultureInfo.InvariantCulture)));

    [Fact]
    public void Every_code_that_is_told_apart_is_on_the_page()
        => FailureTable.AssertComplete(Section, "DataAccess.Sqlite/Failures/SqliteFailures.cs", "const int \\w+ = (?<code>[0-9]+);");

    [Theory]
    [InlineData(261)]
    [InlineData(517)]
    public void An_extended_code_counts_as_its_primary_one(int code) => Assert.Equal(FailureKind.RolledBack, KindOf(code));

    [Theory]
    [InlineData(13, true)]
    [InlineData(5, true)]
    [InlineData(787, true)]
    [InlineData(10, false)]
    [InlineData(778, false)]
    [InlineData(1034, false)]
    [InlineData(7, false)]
    [InlineData(9, false)]
    [InlineData(8, false)]
    [InlineData(1, false)]
    public void What_proves_a_rollback_when_no_transaction_is_open(int code, bool proves)
        => Assert.Equal(proves, SqliteRollbacks.AreProvenBy(new SqliteException("words", code & 0xFF, code)));

    // The primary code is an extended one's low byte.
    private static FailureKind KindOf(int code) => SqliteFailures.Classify(new SqliteException("words", code & 0xFF, code)).Kind;
}
