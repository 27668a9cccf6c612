using DataAccess.Conformance;
using DataAccess.MySql.Failures;
using DataAccess.MySql.Sessions;
using Xunit;

namespace DataAccess.MySql.Tests;

public sealed class MySqlModesTests() : MySqlModesSuite(MySqlEngine.OddModes)
{
    [Theory]
    [InlineData("0", "NO_CHAIN", "STRICT_TRANS_TABLES", "+00:00", "autocommit")]
    [InlineData("1", "CHAIN", "STRICT_TRANS_TABLES", "+00:00", "completion_type")]
    [InlineData("1", "0", "STRICT_TRANS_TABLES,NO_BACKSLASH_ESCAPES", "+00:00", "NO_BACKSLASH_ESCAPES")]
    [InlineData("1", "0", "STRICT_TRANS_TABLES,EMPTY_STRING_IS_NULL", "+00:00", "EMPTY_STRING_IS_NULL")]
    [InlineData("1", "0", "ANSI_QUOTES", "+00:00", "STRICT_TRANS_TABLES")]
    [InlineData("1", "0", "STRICT_TRANS_TABLES", "+00:00", "NO_AUTO_VALUE_ON_ZERO")]
    [InlineData("1", "0", "STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO", "SYSTEM", "time_zone")]
    public void A_mode_that_stays_is_named_with_what_to_do(string autocommit, string completionType, string sqlMode, string timeZone, string named)
    {
        var wrong = MySqlModes.Wrong(autocommit, completionType, sqlMode, timeZone);

        Assert.Contains(named, wrong, StringComparison.Ordinal);
        Assert.Contains("set its default to", wrong, StringComparison.Ordinal);
        Assert.Equal(FailureKind.Fatal, MySqlFailures.Classify(new SessionModeException(wrong!)).Kind);
    }

    [Fact]
    public void The_wanted_modes_are_right() => Assert.Null(MySqlModes.Wrong("1", "NO_CHAIN", "ANSI_QUOTES,STRICT_TRANS_TABLES,NO_AUTO_VALUE_ON_ZERO", "+00:00"));
}
