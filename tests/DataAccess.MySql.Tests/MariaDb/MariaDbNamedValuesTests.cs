using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbNamedValuesTests() : NamedValuesSuite(MariaDbEngine.Shared)
{
    protected override object NaturalDate => new DateTime(2026, 2, 3, 0, 0, 0, DateTimeKind.Utc);

    protected override Type NaturalBoolean => typeof(sbyte);
}
