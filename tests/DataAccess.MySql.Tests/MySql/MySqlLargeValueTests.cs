using DataAccess.Conformance;
using Xunit;

namespace DataAccess.MySql.Tests;

[Collection(TimingCollection.Name)]
public sealed class MySqlLargeValueTests() : MySqlLargeValueSuite(MySqlEngine.Shared)
{
    // The server takes no packet of more than 64 MB.
    protected override int Large => 60 * 1024 * 1024;

    // The driver rents its buffer of 16 MB for one packet from a pool, which a collection may empty at any time.
    protected override int Buffers => base.Buffers + (17 * 1024 * 1024);
}
