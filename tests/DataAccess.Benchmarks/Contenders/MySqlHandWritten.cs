using System.Data;
using MySqlConnector;

namespace DataAccess.Benchmarks;

/// <summary>
/// MySqlConnector on its default pool. That one resets a session each time it is opened, which throws prepared commands
/// away; preparing anew would be one more trip, so commands are sent as text.
/// </summary>
internal sealed class MySqlHandWritten(string connectionString) : Contender(ContenderNames.HandWritten)
{
    private const string ReadOne = $"select {Tables.Columns} from {Tables.Read} where id = @id";
    private const string ReadPage = $"select {Tables.Columns} from {Tables.Read} where id <= @last";
    private const string Insert = $"insert into {Tables.Written} ({Tables.Columns}) values (@id, @name, @amount, @created, @active)";

    public override bool Does(WorkKind kind) => kind != WorkKind.Wait;

    public override async ValueTask<Item?> ReadOneAsync(long id)
    {
        await using var connection = await OpenAsync();
        await using var command = new MySqlCommand(ReadOne, connection)
        {
            Parameters = { new MySqlParameter { ParameterName = "@id", MySqlDbType = MySqlDbType.Int64, Value = id } },
        };
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleRow);
        return await reader.ReadAsync() ? Read(reader) : null;
    }

    public override async ValueTask<int> ReadPageAsync()
    {
        await using var connection = await OpenAsync();
        await using var command = new MySqlCommand(ReadPage, connection)
        {
            Parameters = { new MySqlParameter { ParameterName = "@last", MySqlDbType = MySqlDbType.Int64, Value = (long)Tables.PageRows } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<Item>();
        while (await reader.ReadAsync())
        {
            rows.Add(Read(reader));
        }

        return rows.Count;
    }

    public override async ValueTask InsertAsync(Item item)
    {
        await using var connection = await OpenAsync();
        await using var command = new MySqlCommand(Insert, connection)
        {
            Parameters =
            {
                new MySqlParameter { ParameterName = "@id", MySqlDbType = MySqlDbType.Int64, Value = item.Id },
                new MySqlParameter { ParameterName = "@name", MySqlDbType = MySqlDbType.VarChar, Value = item.Name },
                new MySqlParameter { ParameterName = "@amount", MySqlDbType = MySqlDbType.NewDecimal, Value = item.Amount },
                new MySqlParameter { ParameterName = "@created", MySqlDbType = MySqlDbType.DateTime, Value = item.Created },
                new MySqlParameter { ParameterName = "@active", MySqlDbType = MySqlDbType.Bool, Value = item.Active },
            },
        };
        await command.ExecuteNonQueryAsync();
    }

    public override async ValueTask StreamAsync(IEnumerable<Item> items)
    {
        await using var connection = await OpenAsync();
        await using var rows = new ItemReader(items);
        await new MySqlBulkCopy(connection) { DestinationTableName = Tables.Written }.WriteToServerAsync(rows);
    }

    public override async ValueTask LeaseAsync()
    {
        await using var connection = await OpenAsync();
    }

    private async ValueTask<MySqlConnection> OpenAsync()
    {
        var connection = new MySqlConnection(connectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static Item Read(MySqlDataReader reader) => new()
    {
        Id = reader.GetInt64(0),
        Name = reader.GetString(1),
        Amount = reader.GetDecimal(2),
        Created = reader.GetDateTime(3),
        Active = reader.GetBoolean(4),
    };
}
