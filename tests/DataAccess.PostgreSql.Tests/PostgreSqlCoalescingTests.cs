using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlCoalescingTests() : CoalescingSuite(PostgreSqlEngine.Shared)
{
    protected override string[] TextColumns => ["text", "citext", "varchar(20) collate without_case", "char(10)"];

    protected override async ValueTask SetUpAsync()
    {
        // The driver learns the types of a database with its first connection; this one does not count as the same.
        await using var other = Engine.Open(ConnectionString + ";Application Name=setup");
        await other.ExecuteAsync($"create extension citext", Token);
        await other.ExecuteAsync($"create collation without_case (provider = icu, locale = 'und-u-ks-level1', deterministic = false)", Token);
    }
}
