using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Scratch;

[Collection("MariaDB")]
public sealed class MariaDbMigrationTestTests() : MigrationTestSuite(MariaDbEngine.Shared)
{
    [Fact]
    public async Task Files_for_MariaDB_are_the_ones_that_are_tested()
    {
        Write("1_a.mysql.sql", "create table a (id int);");
        Write("1_a.mariadb.sql", "create sequence a;");
        Write("1_a.mariadb.down.sql", "drop sequence a;");

        Assert.Equal([("1_a", true, true)], (await TestAsync()).Select(static t => (t.Name, t.HasDown, t.IsPassed)));
    }
}
