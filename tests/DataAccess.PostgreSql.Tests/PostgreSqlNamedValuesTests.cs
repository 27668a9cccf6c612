using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlNamedValuesTests() : NamedValuesSuite(PostgreSqlEngine.Shared)
{
    protected override object NaturalDate => new DateOnly(2026, 2, 3);

    protected override Type NaturalBoolean => typeof(bool);
}
