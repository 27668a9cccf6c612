using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbValueTests() : ValueSuite(MariaDbEngine.Shared)
{
    protected override TimeSpan LongestDuration => TimeSpan.FromHours(838);
}
