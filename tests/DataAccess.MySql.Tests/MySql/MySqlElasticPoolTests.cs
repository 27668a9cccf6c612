using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlElasticPoolTests() : ElasticPoolSuite(MySqlEngine.Shared)
{
    protected override string Accepted => "select cast(@@max_connections as signed)";

    protected override string ShortQuery => "select sleep(0.02)";
}
