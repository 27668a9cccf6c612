using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Runs;

public sealed class MariaDbServerDefaultsTests() : MySqlServerDefaultsSuite(Server)
{
    private static readonly MariaDbEngine Server = new() { Arguments = Arguments };
}
