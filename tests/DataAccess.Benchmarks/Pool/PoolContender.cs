using System.Data.Common;
using Dapper;

namespace DataAccess.Benchmarks;

/// <summary>A pool of some size that runs one short statement after the other.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Call">Runs one statement.</param>
/// <param name="Database">The database whose pool it is; null for Dapper.</param>
internal sealed record PoolContender(string Name, Func<ValueTask> Call, Database? Database)
{
    public const string Elastic = "elastic";

    public static PoolContender Of(string name, Database database, PoolServer server, double milliseconds)
        => new(name, async () => await database.QuerySingleAsync<int>(server.Statement(milliseconds)), database);

    public static PoolContender OfDapper(string name, DbProviderFactory factory, string connectionString, string sql)
        => new(
            name,
            async () =>
            {
                await using var connection = factory.CreateConnection()!;
                connection.ConnectionString = connectionString;
                await connection.QuerySingleAsync<int>(sql, new { a = 1 });
            },
            null);
}
