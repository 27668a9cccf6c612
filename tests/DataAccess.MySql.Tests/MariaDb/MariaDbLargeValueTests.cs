using DataAccess.Conformance;
using Xunit;

namespace DataAccess.MySql.Tests;

[Collection(TimingCollection.Name)]
public sealed class MariaDbLargeValueTests() : MySqlLargeValueSuite(MariaDbEngine.Shared)
{
    // The server takes no packet of more than 16 MB.
    protected override int Large => 15 * 1024 * 1024;
}
