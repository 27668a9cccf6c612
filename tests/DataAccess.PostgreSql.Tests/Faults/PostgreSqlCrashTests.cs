using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.PostgreSql.Tests.Faults;

/// <summary>Only the table is on the small disk: a server that has no room for its log ends itself.</summary>
public sealed class PostgreSqlCrashTests() : CrashSuite(PostgreSqlEngine.ToCrash, new PostgreSqlTarget())
{
    private const string Folder = CrashContainer.SmallDisk + "/tables";

    protected override string TableSuffix => " tablespace small";

    protected override async ValueTask SetUpAsync()
    {
        await CrashContainer.ExecuteAsync(Container, $"install -d -o postgres {Folder}");
        if (await Direct.QuerySingleAsync<long>($"select count(*) from pg_tablespace where spcname = 'small'", Token) == 0)
        {
            await Direct.ExecuteAsync(SqlStatement.Raw($"create tablespace small location '{Folder}'"), Token);
        }
    }
}
