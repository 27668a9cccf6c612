using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbWriterOptionsTests() : WriterOptionsSuite(MariaDbEngine.Shared)
{
    protected override string GeneratedKey => "bigint not null auto_increment primary key";
}
