using System.Data;
using Npgsql;
using NpgsqlTypes;

namespace DataAccess.Benchmarks;

/// <summary>Npgsql as its documentation advises: a data source with its default pool, prepared commands, typed parameters, COPY.</summary>
internal sealed class PostgreSqlHandWritten(string connectionString) : Contender(ContenderNames.HandWritten)
{
    private const string ReadOne = $"select {Tables.Columns} from {Tables.Read} where id = $1";
    private const string ReadPage = $"select {Tables.Columns} from {Tables.Read} where id <= $1";
    private const string Insert = $"insert into {Tables.Written} ({Tables.Columns}) values ($1, $2, $3, $4, $5)";
    private const string Copy = $"copy {Tables.Written} ({Tables.Columns}) from stdin (format binary)";

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString);

    private readonly NpgsqlDataSource _poolOfEight = NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 8, Timeout = 300 });

    public override bool Does(WorkKind kind) => true;

    public override async ValueTask<Item?> ReadOneAsync(long id)
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(ReadOne, connection) { Parameters = { new NpgsqlParameter<long> { TypedValue = id } } };

        // Remembered for each physical connection, so that only its first use costs a trip.
        await command.PrepareAsync();
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleRow);
        return await reader.ReadAsync() ? Read(reader) : null;
    }

    public override async ValueTask<int> ReadPageAsync()
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(ReadPage, connection)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = Tables.PageRows } },
        };
        await command.PrepareAsync();
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
        await using var connection = await _source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(Insert, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<long> { TypedValue = item.Id },
                new NpgsqlParameter<string> { TypedValue = item.Name },
                new NpgsqlParameter<decimal> { TypedValue = item.Amount },
                new NpgsqlParameter<DateTime> { TypedValue = item.Created, NpgsqlDbType = NpgsqlDbType.Timestamp },
                new NpgsqlParameter<bool> { TypedValue = item.Active },
            },
        };
        await command.PrepareAsync();
        await command.ExecuteNonQueryAsync();
    }

    public override async ValueTask StreamAsync(IEnumerable<Item> items)
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var import = await connection.BeginBinaryImportAsync(Copy);
        foreach (var item in items)
        {
            await import.StartRowAsync();
            await import.WriteAsync(item.Id, NpgsqlDbType.Bigint);
            await import.WriteAsync(item.Name, NpgsqlDbType.Text);
            await import.WriteAsync(item.Amount, NpgsqlDbType.Numeric);
            await import.WriteAsync(item.Created, NpgsqlDbType.Timestamp);
            await import.WriteAsync(item.Active, NpgsqlDbType.Boolean);
        }

        await import.CompleteAsync();
    }

    public override async ValueTask LeaseAsync()
    {
        await using var connection = await _source.OpenConnectionAsync();
    }

    public override async ValueTask TakeTurnAsync()
    {
        await using var connection = await _poolOfEight.OpenConnectionAsync();
        await Task.Yield();
    }

    public override void ClearPool() => _source.Clear();

    public override async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _poolOfEight.DisposeAsync();
        await base.DisposeAsync();
    }

    private static Item Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetInt64(0),
        Name = reader.GetString(1),
        Amount = reader.GetDecimal(2),
        Created = reader.GetDateTime(3),
        Active = reader.GetBoolean(4),
    };
}
