using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlConverterTests() : ConverterSuite(MySqlEngine.Shared)
{
    protected override string GeneratedKey => "bigint auto_increment primary key";
}
