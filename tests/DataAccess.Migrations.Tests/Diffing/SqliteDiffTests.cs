using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Diffing;

public sealed class SqliteDiffTests() : DiffSuite(new SqliteEngine())
{
    protected override IReadOnlyList<(string Type, string Default)> Types => [("int", "1"), ("text", "'x;y'"), ("text collate nocase", "'v'"), ("real", "1.5"), ("blob", "(1 + 2)"), ("numeric(8, 2) check (id <> 7)", "current_timestamp")];
}
