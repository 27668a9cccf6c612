using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlDriverBatchTests() : DriverBatchSuite(MySqlEngine.Shared)
{
    protected override bool NamesCommand => false;

    protected override (string Leave, string Look) Setting => ("set @left = 'left'", "select @left");
}
