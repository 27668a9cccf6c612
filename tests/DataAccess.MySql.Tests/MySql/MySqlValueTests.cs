using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlValueTests() : ValueSuite(MySqlEngine.Shared)
{
    protected override TimeSpan LongestDuration => TimeSpan.FromHours(838);
}
