using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.MySql.Tests.Faults;

/// <summary>Only the table is on the small disk, not the log.</summary>
public sealed class MySqlCrashTests() : CrashSuite(MySqlEngine.ToCrash, new MySqlTarget())
{
    protected override string TableSuffix => " data directory = '" + CrashContainer.SmallDisk + "'";
}
