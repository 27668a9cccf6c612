using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Runs;

public sealed class MySqlServerDefaultsTests() : MySqlServerDefaultsSuite(Server)
{
    private static readonly MySqlEngine Server = new() { Arguments = Arguments };
}
