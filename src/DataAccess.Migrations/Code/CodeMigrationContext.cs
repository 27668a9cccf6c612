using System.Diagnostics.CodeAnalysis;
using DataAccess.Migrations.Code;
using DataAccess.Migrations.Sessions;
using DataAccess.Providers;

namespace DataAccess.Migrations;

/// <summary>
/// Runs the statements of a migration in C#, in the session and the transaction of the run. It takes one statement a call and one call at a
/// time, and none once the migration has ended.
/// </summary>
/// <remarks>
/// A call throws the driver's exception, or <see cref="OperationCanceledException"/>; <see cref="InvalidOperationException"/> for a statement that may not run here, such
/// as <c>commit</c>, which is not sent; and <see cref="ObjectDisposedException"/> once the migration has ended. After an error that has undone or aborted the
/// transaction, which on PostgreSQL is every error outside <see cref="InSavepointAsync"/>, each further call throws that error again, and the
/// migration fails with it even if it goes on.
/// </remarks>
public sealed class CodeMigrationContext
{
    private readonly MigrationSession _session;
    private readonly CodeCalls _calls;

    internal CodeMigrationContext(MigrationSession session, CodeCalls calls)
    {
        _session = session;
        _calls = calls;
    }

    /// <summary>The database's package, whose <see cref="DatabaseProvider.SystemName"/> tells the engines apart.</summary>
    public DatabaseProvider Provider => _session.Provider;

    /// <summary>Runs a statement that returns no rows.</summary>
    /// <param name="statement">The statement. Its values become parameters.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The number of rows that it changed, as the driver reports it.</returns>
    public ValueTask<int> ExecuteAsync(SqlStatement statement, CancellationToken cancellationToken = default)
        => _calls.RunAsync(statement, static (session, sent, ct) => session.ExecuteAsync(sent, ct), cancellationToken);

    /// <summary>Runs a query.</summary>
    /// <typeparam name="T">A class or record whose members are the columns, a tuple of those, or the type of a single value.</typeparam>
    /// <param name="statement">The query. Its values become parameters.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>All its rows, which are kept in memory.</returns>
    /// <exception cref="MappingException">The rows do not fit the type.</exception>
    public ValueTask<IReadOnlyList<T>> QueryAsync<[DynamicallyAccessedMembers(MigrationSession.RowMembers)] T>(
        SqlStatement statement, CancellationToken cancellationToken = default)
        => _calls.RunAsync(statement, static (session, sent, ct) => session.QueryAsync<T>(sent, ct), cancellationToken);

    /// <summary>Runs a query that gives exactly one row.</summary>
    /// <typeparam name="T">As in <see cref="QueryAsync{T}"/>.</typeparam>
    /// <param name="statement">The query. Its values become parameters.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="InvalidOperationException">There was no row, or more than one.</exception>
    /// <exception cref="MappingException">The row does not fit the type.</exception>
    public async ValueTask<T> QuerySingleAsync<[DynamicallyAccessedMembers(MigrationSession.RowMembers)] T>(
        SqlStatement statement, CancellationToken cancellationToken = default)
    {
        var rows = await QueryAsync<T>(statement, cancellationToken).ConfigureAwait(false);
        return rows.Count == 1
            ? rows[0]
            : throw new InvalidOperationException(Invariant($"The query returned {rows.Count} rows, but exactly one row was expected: {statement}"));
    }

    /// <summary>Runs work whose statements are undone if it throws, while the migration goes on: catch what it threw.</summary>
    /// <param name="work">The work. On MySQL and MariaDB it may not run statements that commit by themselves, such as those that change the schema.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public ValueTask InSavepointAsync(Func<CancellationToken, ValueTask> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        return _calls.InSavepointAsync(work, cancellationToken);
    }
}
