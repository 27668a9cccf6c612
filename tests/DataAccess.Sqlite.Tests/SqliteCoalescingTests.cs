using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteCoalescingTests() : CoalescingSuite(new SqliteEngine())
{
    protected override string[] TextColumns => ["text", "text collate nocase", "text collate rtrim", "blob"];

    protected override string[] OddColumns => ["text", "blob", "text collate nocase"];
}
