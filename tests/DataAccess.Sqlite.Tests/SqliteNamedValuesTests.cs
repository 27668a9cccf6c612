using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteNamedValuesTests() : NamedValuesSuite(new SqliteEngine())
{
    protected override object NaturalTime => "2026-01-02 03:04:05";

    protected override object NaturalDecimal => 1.5;

    protected override object NaturalInt(int value) => (long)value;

    protected override object NaturalDate => "2026-02-03";

    protected override Type NaturalBoolean => typeof(long);
}
