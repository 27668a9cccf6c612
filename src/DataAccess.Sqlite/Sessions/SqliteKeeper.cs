using Microsoft.Data.Sqlite;

namespace DataAccess.Sqlite.Sessions;

/// <summary>A connection to a shared in-memory database, which would be deleted with its last one. It runs nothing.</summary>
internal sealed class SqliteKeeper(string connectionString)
{
    private readonly Lock _gate = new();
    private SqliteConnection? _connection;
    private bool _isReleased;

    /// <summary>Opens it, once; called while another connection is open.</summary>
    public void Keep()
    {
        lock (_gate)
        {
            if (_connection is null && !_isReleased)
            {
                var connection = new SqliteConnection(connectionString);
                connection.Open();
                _connection = connection;
            }
        }
    }

    /// <summary>Closes it. The data end with the last connection that is open.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _isReleased = true;
            _connection?.Dispose();
            _connection = null;
        }
    }
}
