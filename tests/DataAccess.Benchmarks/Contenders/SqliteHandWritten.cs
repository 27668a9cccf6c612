using Microsoft.Data.Sqlite;

namespace DataAccess.Benchmarks;

/// <summary>
/// Microsoft.Data.Sqlite on its default pool, the file in WAL mode and each commit synced, as DataAccess has it. Writers take
/// turns at a gate: without one the driver lets them sleep on the locked file, 150 ms at a time.
/// </summary>
internal sealed class SqliteHandWritten(string connectionString) : Contender(ContenderNames.HandWritten)
{
    private const string Insert = $"insert into {Tables.Written} ({Tables.Columns}) values (@id, @name, @amount, @created, @active)";

    private readonly SemaphoreSlim _gate = new(1);

    public override bool Does(WorkKind kind) => kind is WorkKind.Write or WorkKind.WriteTogether or WorkKind.Stream;

    public override async ValueTask InsertAsync(Item item)
    {
        await _gate.WaitAsync();
        try
        {
            await using var connection = await OpenAsync();
            await using var command = CreateInsert(connection);
            Fill(command, item);
            await command.ExecuteNonQueryAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    public override async ValueTask StreamAsync(IEnumerable<Item> items)
    {
        await using var connection = await OpenAsync();
        await using var transaction = connection.BeginTransaction();
        await using var command = CreateInsert(connection);
        command.Transaction = transaction;
        await command.PrepareAsync();
        foreach (var item in items)
        {
            Fill(command, item);

            // The driver is synchronous inside; its asynchronous twin would only add a task a row.
            command.ExecuteNonQuery();
        }

        await transaction.CommitAsync();
    }

    public override ValueTask DisposeAsync()
    {
        _gate.Dispose();
        return base.DisposeAsync();
    }

    private async ValueTask<SqliteConnection> OpenAsync()
    {
        var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static SqliteCommand CreateInsert(SqliteConnection connection)
    {
        var command = connection.CreateCommand();
        command.CommandText = Insert;
        command.Parameters.Add("@id", SqliteType.Integer);
        command.Parameters.Add("@name", SqliteType.Text);
        command.Parameters.Add("@amount", SqliteType.Text);
        command.Parameters.Add("@created", SqliteType.Text);
        command.Parameters.Add("@active", SqliteType.Integer);
        return command;
    }

    private static void Fill(SqliteCommand command, Item item)
    {
        command.Parameters[0].Value = item.Id;
        command.Parameters[1].Value = item.Name;
        command.Parameters[2].Value = item.Amount;
        command.Parameters[3].Value = item.Created;
        command.Parameters[4].Value = item.Active;
    }
}
