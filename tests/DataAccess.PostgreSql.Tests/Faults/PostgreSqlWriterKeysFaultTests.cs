using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.PostgreSql.Tests.Faults;

public sealed class PostgreSqlWriterKeysFaultTests() : WriterKeysFaultSuite(PostgreSqlEngine.Shared, new PostgreSqlTarget())
{
    protected override string GeneratedKey => "bigint generated always as identity primary key";
}
