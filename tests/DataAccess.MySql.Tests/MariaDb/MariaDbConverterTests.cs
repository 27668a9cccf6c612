using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbConverterTests() : ConverterSuite(MariaDbEngine.Shared)
{
    protected override string GeneratedKey => "bigint auto_increment primary key";
}
