using DataAccess.Sqlite.Sessions;

namespace DataAccess.Sqlite.Inserting;

/// <summary>Finds out why rows of a batch are not there, of which SQLite says that it has written nothing.</summary>
/// <param name="session">The connection, right after the first of them.</param>
/// <param name="yield">What is known of the table.</param>
/// <param name="totalBefore">How many rows were written on the connection before the batch.</param>
internal sealed class SqliteRowCount<T>(SqliteSession session, SqliteYield<T> yield, int totalBefore) : IDisposable
    where T : notnull
{
    private int _total = totalBefore;
    private bool? _isView;
    private SqliteYieldProbe<T>? _probe;

    /// <summary>Why the row that was just inserted is not there, or null where a view's trigger wrote something, or it rightly yields to one with its key.</summary>
    public DatabaseFailure? FindLost(T row)
    {
        // Of a view SQLite counts nothing, but what its trigger has written.
        _isView ??= yield.IsView(session);
        if (_isView.Value)
        {
            var before = _total;
            _total = session.TotalChanges;
            return _total == before ? Swallowed() : null;
        }

        return yield.MayYield ? (_probe ??= new SqliteYieldProbe<T>(session, yield)).FindLost(row) : Swallowed();
    }

    public void Dispose() => _probe?.Dispose();

    public static DatabaseFailure Swallowed() => new(
        FailureKind.Rejected,
        null,
        "SQLite reported success and stored 0 of 1 rows: a trigger's raise(ignore) or the table's 'on conflict ignore' swallowed it.");
}
