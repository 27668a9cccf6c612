using DataAccess.Conformance;

namespace DataAccess.Cli.Tests.Check;

public sealed class SqliteCheckTests() : CheckSuite(new SqliteEngine())
{
    protected override bool HasTypes => false;

    protected override Task<int> ScratchDatabasesAsync()
        => Task.FromResult(Directory.GetDirectories(Path.GetTempPath(), "dataaccess-check-*").Length);
}
