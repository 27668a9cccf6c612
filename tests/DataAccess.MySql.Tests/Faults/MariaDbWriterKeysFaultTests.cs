using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.MySql.Tests.Faults;

public sealed class MariaDbWriterKeysFaultTests() : WriterKeysFaultSuite(MariaDbEngine.Shared, new MySqlTarget())
{
    protected override string GeneratedKey => "bigint not null auto_increment primary key";
}
