using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlNamedValuesTests() : NamedValuesSuite(MySqlEngine.Shared)
{
    protected override object NaturalDate => new DateTime(2026, 2, 3, 0, 0, 0, DateTimeKind.Utc);

    protected override Type NaturalBoolean => typeof(sbyte);
}
