using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DataAccess.Sqlite.Sessions;

/// <summary>A prepared statement below the driver. Values are bound by position, from 0; nothing is allocated for them.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly SqliteSession _session;
    private readonly sqlite3_stmt _handle;

    // The result code of the first value that SQLite did not accept; the row is then rejected with it.
    private int _bindCode;

    /// <exception cref="SqliteException">The text is not valid, or names something that does not exist.</exception>
    public SqliteStatement(SqliteSession session, ReadOnlySpan<byte> sql)
    {
        _session = session;
        var code = raw.sqlite3_prepare_v2(session.Handle, sql, out _handle);
        if (session.ExceptionOf(code) is { } exception)
        {
            throw exception;
        }
    }

    public void BindNull(int column) => Check(raw.sqlite3_bind_null(_handle, column + 1));

    public void BindInteger(int column, long value) => Check(raw.sqlite3_bind_int64(_handle, column + 1, value));

    public void BindReal(int column, double value) => Check(raw.sqlite3_bind_double(_handle, column + 1, value));

    public void BindText(int column, ReadOnlySpan<byte> utf8) => Check(raw.sqlite3_bind_text(_handle, column + 1, utf8));

    public void BindBlob(int column, ReadOnlySpan<byte> value) => Check(raw.sqlite3_bind_blob(_handle, column + 1, value));

    /// <summary>Clears the error of a value that could not be bound, when its row is left out.</summary>
    public void ForgetValues() => _bindCode = raw.SQLITE_OK;

    /// <summary>Runs the statement once with the bound values, and resets it for the next run.</summary>
    /// <returns>The driver's exception if it failed.</returns>
    public SqliteException? Execute()
    {
        if (_bindCode != raw.SQLITE_OK)
        {
            var rejection = _session.ExceptionOf(_bindCode);
            _bindCode = raw.SQLITE_OK;
            return rejection;
        }

        var code = _session.Step(_handle);

        // The message belongs to the connection, and is lost with the next call.
        var exception = code == raw.SQLITE_DONE ? null : _session.ExceptionOf(code);
        raw.sqlite3_reset(_handle);
        return exception;
    }

    /// <summary>Whether a query returns a row; resets it for the next run.</summary>
    /// <exception cref="SqliteException">It failed.</exception>
    public bool HasRow()
    {
        var code = _session.Step(_handle);
        var failure = code is raw.SQLITE_ROW or raw.SQLITE_DONE
            ? null
            : (Exception?)_session.ExceptionOf(code) ?? new InvalidOperationException(Invariant($"SQLite returned result code {code} for a query."));
        raw.sqlite3_reset(_handle);
        return failure is null ? code == raw.SQLITE_ROW : throw failure;
    }

    public void Dispose() => _handle.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK && _bindCode == raw.SQLITE_OK)
        {
            _bindCode = code;
        }
    }
}
