using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace DataAccess.Conformance.Faults;

/// <summary>What can go wrong with a SQLite file while somebody writes to it.</summary>
public sealed class SqliteFaults(Database database, string file)
{
    /// <summary>Locks the file against all other writers until the result is disposed.</summary>
    public async ValueTask<IAsyncDisposable> LockAsync()
    {
        var other = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString);
        await other.OpenAsync();
        using var command = other.CreateCommand();
        command.CommandText = "begin immediate";
        await command.ExecuteNonQueryAsync();
        return other;
    }

    /// <summary>The writer's file may not grow any more, as if the disk were full.</summary>
    public ValueTask FillDiskAsync() => OnWriterAsync(static connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = "pragma page_count";
        SetLimit(connection, (long)command.ExecuteScalar()!);
    });

    /// <summary>The file may have so many pages and no more.</summary>
    public ValueTask LimitAsync(long pages) => OnWriterAsync(connection => SetLimit(connection, pages));

    public ValueTask FreeDiskAsync() => OnWriterAsync(static connection => SetLimit(connection, 1_000_000_000));

    /// <summary>The connection that the writer uses now, to interrupt it later. A connection that is closed meanwhile is none any more.</summary>
    public async ValueTask<Action> InterruptionAsync()
    {
        DbConnection? writers = null;
        await OnWriterAsync(connection => writers = connection);
        return () =>
        {
            try
            {
                database.Provider.Interrupt(writers!);
            }
            catch (ObjectDisposedException)
            {
                // It was closed meanwhile, so nothing of it can be interrupted.
            }
        };
    }

    /// <summary>The next row that is inserted is interrupted while it is, by a trigger of the table.</summary>
    public async ValueTask InterruptNextRowAsync(Database other, CancellationToken cancellationToken)
    {
        var isOver = 0;
        await OnWriterAsync(connection => ((SqliteConnection)connection).CreateFunction("meet", () =>
        {
            if (Interlocked.Exchange(ref isOver, 1) == 0)
            {
                database.Provider.Interrupt(connection);
            }

            return 0L;
        }));

        // SQLite looks for an interrupt as it goes from row to row.
        await other.ExecuteAsync(SqlStatement.Raw("create trigger meets after insert on fault_rows begin select count(*) from fault_numbers where n > meet(); end"), cancellationToken);
    }

    private static void SetLimit(DbConnection connection, long pages)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"pragma max_page_count = {pages}";
        command.ExecuteNonQuery();
    }

    private async ValueTask OnWriterAsync(Action<DbConnection> act)
    {
        await using var lease = await database.Connections.AcquireAsync(ConnectionRole.Writer);

        // Not as its user, or the pool would close it for what is done here.
        act(lease.Physical.Connection);
    }
}
