using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using DataAccess.Connections;
using DataAccess.Providers;

namespace DataAccess.Migrations.Sessions;

/// <summary>The one session that holds the lock and runs the statements, on a connection of its own. Used by one call at a time.</summary>
internal sealed class MigrationSession : IAsyncDisposable
{
    /// <summary>The members that trimming must preserve of a type that rows are mapped to.</summary>
    public const DynamicallyAccessedMemberTypes RowMembers
        = DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicFields;

    private readonly DedicatedConnection _connection;

    private MigrationSession(DedicatedConnection connection) => _connection = connection;

    public DatabaseProvider Provider => _connection.Provider;

    /// <summary>The file of an open SQLite database.</summary>
    public string DataSource => _connection.DataSource;

    /// <inheritdoc cref="DedicatedConnection.CommandTimeout"/>
    public TimeSpan CommandTimeout { get => _connection.CommandTimeout; set => _connection.CommandTimeout = value; }

    /// <summary>The server's name for the session that took the runner's lock, where it may be another one later.</summary>
    public string? LockedBy { get; set; }

    /// <summary>Called before each call is sent. Where it throws, the connection is dropped as a killed process drops it.</summary>
    public Action<string>? BeforeCall { get; set; }

    /// <exception cref="DatabaseUnavailableException">No connection could be opened.</exception>
    public static async ValueTask<MigrationSession> OpenAsync(Database database, CancellationToken cancellationToken)
        => new(await database.Connections.OpenDedicatedAsync(cancellationToken).ConfigureAwait(false));

    public DatabaseFailure Classify(Exception exception) => Provider.Classify(exception);

    public ValueTask<int> ExecuteAsync(SqlStatement statement, CancellationToken cancellationToken)
    {
        BeforeCall?.Invoke(statement.ToString());
        return _connection.ExecuteAsync(statement, cancellationToken);
    }

    /// <inheritdoc cref="DedicatedConnection.CopyTextAsync"/>
    public ValueTask CopyTextAsync(string copy, TextReader rows, CancellationToken cancellationToken)
    {
        BeforeCall?.Invoke(copy);
        return _connection.CopyTextAsync(copy, rows, cancellationToken);
    }

    /// <inheritdoc cref="DedicatedConnection.ExecuteAllAsync"/>
    public ValueTask ExecuteAllAsync(IReadOnlyList<SqlStatement> statements, CancellationToken cancellationToken)
    {
        if (statements.Count > 0)
        {
            BeforeCall?.Invoke(string.Join(';', statements));
        }

        return _connection.ExecuteAllAsync(statements, cancellationToken);
    }

    public ValueTask<IReadOnlyList<T>> QueryAsync<T>(SqlStatement statement, Func<DbDataReader, T> read, CancellationToken cancellationToken)
        => QueryAsync(statement, read, prepare: false, cancellationToken);

    /// <inheritdoc cref="DedicatedConnection.QueryAsync{T}(SqlStatement, CancellationToken)"/>
    public ValueTask<IReadOnlyList<T>> QueryAsync<[DynamicallyAccessedMembers(RowMembers)] T>(SqlStatement statement, CancellationToken cancellationToken)
    {
        BeforeCall?.Invoke(statement.ToString());
        return _connection.QueryAsync<T>(statement, cancellationToken);
    }

    /// <summary>The first column of the first row as text; null for no row and for NULL.</summary>
    /// <param name="statement">The query.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <param name="prepare">Whether the query is run so often, and is so costly to plan, that the session keeps it prepared.</param>
    public async ValueTask<string?> ScalarAsync(SqlStatement statement, CancellationToken cancellationToken, bool prepare = false)
    {
        var rows = await QueryAsync(
            statement, static reader => reader.IsDBNull(0) ? null : Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture), prepare, cancellationToken)
            .ConfigureAwait(false);
        return rows.Count > 0 ? rows[0] : null;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private ValueTask<IReadOnlyList<T>> QueryAsync<T>(SqlStatement statement, Func<DbDataReader, T> read, bool prepare, CancellationToken cancellationToken)
    {
        BeforeCall?.Invoke(statement.ToString());
        return _connection.QueryAsync(statement, read, prepare, cancellationToken);
    }
}
