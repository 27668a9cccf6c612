using DataAccess.Sqlite.Sessions;

namespace DataAccess.Sqlite.Inserting;

/// <summary>Finds out why rows of a batch were not stored although SQLite reported success.</summary>
/// <param name="session">The connection, right after the first of them.</param>
/// <param name="conflicts">What is known about the table.</param>
/// <param name="totalBefore">How many rows were written on the connection before the batch.</param>
internal sealed class SqliteRowCount<T>(SqliteSession session, SqliteConflictQueries<T> conflicts, int totalBefore) : IDisposable
    where T : notnull
{
    private int _total = totalBefore;
    private bool? _isView;
    private SqliteConflictProbe<T>? _probe;

    /// <summary>Why the row that was just inserted was not stored; null if a view's trigger wrote something, or if it yields to a row with its key.</summary>
    public DatabaseFailure? FindLost(T row)
    {
        // For a view SQLite counts only what its trigger has written.
        _isView ??= conflicts.IsView(session);
        if (_isView.Value)
        {
            var before = _total;
            _total = session.TotalChanges;
            return _total == before ? Swallowed() : null;
        }

        return conflicts.MayYield ? (_probe ??= new SqliteConflictProbe<T>(session, conflicts)).FindLost(row) : Swallowed();
    }

    public void Dispose() => _probe?.Dispose();

    public static DatabaseFailure Swallowed() => new(
        FailureKind.Rejected,
        null,
        "SQLite reported success and stored 0 of 1 rows: a trigger's raise(ignore) or the table's 'on conflict ignore' swallowed it.");
}
