using DataAccess.Conformance;
using Xunit;

namespace DataAccess.MySql.Tests;

[Collection(TimingCollection.Name)]
public sealed class MySqlLargeValueTests() : MySqlLargeValueSuite(MySqlEngine.Shared)
{
    // The server takes no packet of more than 64 MB.
    protected override int Large => 60 * 1024 * 1024;
}
