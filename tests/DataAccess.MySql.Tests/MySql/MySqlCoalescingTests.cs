using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlCoalescingTests() : CoalescingSuite(MySqlEngine.Shared)
{
    protected override string[] TextColumns =>
    [
        "varchar(20) collate utf8mb4_0900_ai_ci",
        "varchar(20) collate utf8mb4_bin",
        "varchar(20) collate utf8mb4_general_ci",
        "varchar(20) character set latin1",
        "char(10)",
    ];

    // Text that looks like no number is 0 to these servers.
    protected override string[] OddColumns => ["varchar(30)", "float"];
}
