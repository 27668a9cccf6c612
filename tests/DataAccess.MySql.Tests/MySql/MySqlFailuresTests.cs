using System.Globalization;
using DataAccess.Conformance;
using DataAccess.MySql.Failures;
using Xunit;

namespace DataAccess.MySql.Tests;

/// <summary>What the error numbers mean is what docs/failures.md says.</summary>
public sealed class MySqlFailuresTests
{
    private const string Section = "MySQL and MariaDB";

    /// <summary>A number that neither server uses, so that the SQLSTATE decides.</summary>
    private const int NoNumber = 999;

    // HY000 is what the servers send for most numbers that have a row of their own. The driver's exception cannot be made here.
    [Fact]
    public void Every_code_of_the_page_has_the_kind_it_says()
        => FailureTable.AssertTrue(Section, static code => int.TryParse(code, CultureInfo.InvariantCulture, out var number) && code.Length != 2
            ? MySqlFailures.KindOf(number, "HY000")
            : MySqlFailures.KindOf(NoNumber, code + "000"));

    [Fact]
    public void Every_code_that_is_told_apart_is_on_the_page()
        => FailureTable.AssertComplete(Section, "DataAccess.MySql/Failures/MySqlFailures.cs", "(?<![\\w.])(?<code>[0-9]{4})(?= (or|=>))|\"(?<code>[0-9A-Z]{2})\"");

    [Fact]
    public void Without_a_state_nothing_is_assumed()
        => Assert.Equal(FailureKind.Unknown, MySqlFailures.KindOf(NoNumber, null));

    [Fact]
    public void What_proves_a_rollback_is_what_the_page_says()
        => Assert.All(RollbackTable.Of("MySQL"), static row =>
        {
            var kind = row.Key == "08" ? MySqlFailures.KindOf(NoNumber, "08S01") : MySqlFailures.KindOf(int.Parse(row.Key, CultureInfo.InvariantCulture), "HY000");
            Assert.False(row.Value);
            Assert.False(MySqlRollbacks.AreProvenBy(row.Key.Length == 2 ? NoNumber : int.Parse(row.Key, CultureInfo.InvariantCulture), kind, wasCancelled: false));
        });

    [Theory]
    [InlineData(FailureKind.Rejected, true, true)]
    [InlineData(FailureKind.RolledBack, true, true)]
    [InlineData(FailureKind.StaleStatement, true, true)]
    [InlineData(FailureKind.Unavailable, true, false)]
    [InlineData(FailureKind.Fatal, true, false)]
    [InlineData(FailureKind.Cancelled, false, false)]
    [InlineData(FailureKind.ConnectionLost, false, false)]
    [InlineData(FailureKind.Unknown, false, false)]
    public void A_kind_proves_a_rollback_as_the_page_says(FailureKind kind, bool proves, bool provesAfterACancel)
    {
        Assert.Equal(proves, MySqlRollbacks.AreProvenBy(NoNumber, kind, wasCancelled: false));
        Assert.Equal(provesAfterACancel, MySqlRollbacks.AreProvenBy(NoNumber, kind, wasCancelled: true));
    }
}
