using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbMoreTypesTests() : MoreTypesSuite(MariaDbEngine.Shared)
{
    protected override (string Address, string Network, string Hardware, string Bits, string Number, string Json, string Duration) Types
        => ("varchar(45)", "varchar(49)", "varchar(17)", "varchar(64)", "decimal(38, 0)", "json", "time(6)");
}
