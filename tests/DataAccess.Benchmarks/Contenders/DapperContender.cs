using System.Data.Common;

using Dapper;

namespace DataAccess.Benchmarks;

/// <summary>Dapper on the driver's pool. It has no way to write many rows but one trip for each.</summary>
internal sealed class DapperContender(DbProviderFactory factory, string connectionString) : Contender(ContenderNames.Dapper)
{
    private const string ReadOne = $"select {Tables.Columns} from {Tables.Read} where id = @id";
    private const string ReadPage = $"select {Tables.Columns} from {Tables.Read} where id <= @last";
    private const string Insert = $"insert into {Tables.Written} ({Tables.Columns}) values (@Id, @Name, @Amount, @Created, @Active)";

    public override bool Does(WorkKind kind) => kind is WorkKind.Read or WorkKind.Write or WorkKind.WriteTogether;

    public override async ValueTask<Item?> ReadOneAsync(long id)
    {
        await using var connection = Connect();
        return await connection.QuerySingleOrDefaultAsync<Item>(ReadOne, new { id });
    }

    public override async ValueTask<int> ReadPageAsync()
    {
        await using var connection = Connect();
        return (await connection.QueryAsync<Item>(ReadPage, new { last = (long)Tables.PageRows })).AsList().Count;
    }

    public override async ValueTask InsertAsync(Item item)
    {
        await using var connection = Connect();
        await connection.ExecuteAsync(Insert, item);
    }

    private DbConnection Connect()
    {
        var connection = factory.CreateConnection()!;
        connection.ConnectionString = connectionString;
        return connection;
    }
}
