using System.Globalization;
using DataAccess.Conformance;
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
        => FailureTable.AssertTrue(Section, static code => int.TryParse(code, CultureInfo.InvariantCulture, out var number) && code.Length == 4
            ? MySqlFailures.KindOf(number, "HY000")
            : MySqlFailures.KindOf(NoNumber, code + "000"));

    [Fact]
    public void Every_code_that_is_told_apart_is_on_the_page()
        => FailureTable.AssertComplete(Section, "DataAccess.MySql/MySqlFailures.cs", "(?<![\\w.])(?<code>[0-9]{4})(?= (or|=>))|\"(?<code>[0-9A-Z]{2})\"");

    [Fact]
    public void Without_a_state_nothing_is_assumed()
        => Assert.Equal(FailureKind.Unknown, MySqlFailures.KindOf(NoNumber, null));
}
