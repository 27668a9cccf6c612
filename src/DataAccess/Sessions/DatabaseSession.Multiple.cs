using System.Diagnostics.CodeAnalysis;
using DataAccess.Mapping;
using DataAccess.Sessions;

namespace DataAccess;

/// <content>Several results at once.</content>
public abstract partial class DatabaseSession
{
    /// <summary>
    /// Runs two queries in one round trip: a batch on PostgreSQL, MySQL and MariaDB. On SQLite, which has no round trips, one
    /// after the other on one connection.
    /// </summary>
    /// <typeparam name="T1">The first query's rows, as in <see cref="QueryAsync{T}"/>.</typeparam>
    /// <typeparam name="T2">The second query's rows.</typeparam>
    /// <param name="first">The first query.</param>
    /// <param name="second">The second query.</param>
    /// <param name="cancellationToken">Cancels both.</param>
    /// <exception cref="InvalidOperationException">A statement gave no result.</exception>
    /// <exception cref="MappingException">A row does not fit its type.</exception>
    public async ValueTask<(IReadOnlyList<T1> First, IReadOnlyList<T2> Second)> QueryMultipleAsync<
        [DynamicallyAccessedMembers(MappedMembers.All)] T1, [DynamicallyAccessedMembers(MappedMembers.All)] T2>(
        SqlStatement first, SqlStatement second, CancellationToken cancellationToken = default)
    {
        var (a, b) = (new ResultRead<T1>(), new ResultRead<T2>());
        await ReadTogetherAsync([first, second], [a, b], cancellationToken).ConfigureAwait(false);
        return (a.Rows, b.Rows);
    }

    /// <summary>Runs three queries in one round trip, as <see cref="QueryMultipleAsync{T1, T2}(SqlStatement, SqlStatement, CancellationToken)"/>.</summary>
    /// <typeparam name="T1">The first query's rows.</typeparam>
    /// <typeparam name="T2">The second query's rows.</typeparam>
    /// <typeparam name="T3">The third query's rows.</typeparam>
    /// <param name="first">The first query.</param>
    /// <param name="second">The second query.</param>
    /// <param name="third">The third query.</param>
    /// <param name="cancellationToken">Cancels all of them.</param>
    /// <exception cref="InvalidOperationException">A statement gave no result.</exception>
    /// <exception cref="MappingException">A row does not fit its type.</exception>
    public async ValueTask<(IReadOnlyList<T1> First, IReadOnlyList<T2> Second, IReadOnlyList<T3> Third)> QueryMultipleAsync<
        [DynamicallyAccessedMembers(MappedMembers.All)] T1, [DynamicallyAccessedMembers(MappedMembers.All)] T2, [DynamicallyAccessedMembers(MappedMembers.All)] T3>(
        SqlStatement first, SqlStatement second, SqlStatement third, CancellationToken cancellationToken = default)
    {
        var (a, b, c) = (new ResultRead<T1>(), new ResultRead<T2>(), new ResultRead<T3>());
        await ReadTogetherAsync([first, second, third], [a, b, c], cancellationToken).ConfigureAwait(false);
        return (a.Rows, b.Rows, c.Rows);
    }

    /// <summary>Runs four queries in one round trip, as <see cref="QueryMultipleAsync{T1, T2}(SqlStatement, SqlStatement, CancellationToken)"/>.</summary>
    /// <typeparam name="T1">The first query's rows.</typeparam>
    /// <typeparam name="T2">The second query's rows.</typeparam>
    /// <typeparam name="T3">The third query's rows.</typeparam>
    /// <typeparam name="T4">The fourth query's rows.</typeparam>
    /// <param name="first">The first query.</param>
    /// <param name="second">The second query.</param>
    /// <param name="third">The third query.</param>
    /// <param name="fourth">The fourth query.</param>
    /// <param name="cancellationToken">Cancels all of them.</param>
    /// <exception cref="InvalidOperationException">A statement gave no result.</exception>
    /// <exception cref="MappingException">A row does not fit its type.</exception>
    public async ValueTask<(IReadOnlyList<T1> First, IReadOnlyList<T2> Second, IReadOnlyList<T3> Third, IReadOnlyList<T4> Fourth)> QueryMultipleAsync<
        [DynamicallyAccessedMembers(MappedMembers.All)] T1, [DynamicallyAccessedMembers(MappedMembers.All)] T2, [DynamicallyAccessedMembers(MappedMembers.All)] T3, [DynamicallyAccessedMembers(MappedMembers.All)] T4>(
        SqlStatement first, SqlStatement second, SqlStatement third, SqlStatement fourth, CancellationToken cancellationToken = default)
    {
        var (a, b, c, d) = (new ResultRead<T1>(), new ResultRead<T2>(), new ResultRead<T3>(), new ResultRead<T4>());
        await ReadTogetherAsync([first, second, third, fourth], [a, b, c, d], cancellationToken).ConfigureAwait(false);
        return (a.Rows, b.Rows, c.Rows, d.Rows);
    }

    /// <summary>Runs five queries in one round trip, as <see cref="QueryMultipleAsync{T1, T2}(SqlStatement, SqlStatement, CancellationToken)"/>.</summary>
    /// <typeparam name="T1">The first query's rows.</typeparam>
    /// <typeparam name="T2">The second query's rows.</typeparam>
    /// <typeparam name="T3">The third query's rows.</typeparam>
    /// <typeparam name="T4">The fourth query's rows.</typeparam>
    /// <typeparam name="T5">The fifth query's rows.</typeparam>
    /// <param name="first">The first query.</param>
    /// <param name="second">The second query.</param>
    /// <param name="third">The third query.</param>
    /// <param name="fourth">The fourth query.</param>
    /// <param name="fifth">The fifth query.</param>
    /// <param name="cancellationToken">Cancels all of them.</param>
    /// <exception cref="InvalidOperationException">A statement gave no result.</exception>
    /// <exception cref="MappingException">A row does not fit its type.</exception>
    public async ValueTask<(IReadOnlyList<T1> First, IReadOnlyList<T2> Second, IReadOnlyList<T3> Third, IReadOnlyList<T4> Fourth, IReadOnlyList<T5> Fifth)> QueryMultipleAsync<
        [DynamicallyAccessedMembers(MappedMembers.All)] T1, [DynamicallyAccessedMembers(MappedMembers.All)] T2, [DynamicallyAccessedMembers(MappedMembers.All)] T3, [DynamicallyAccessedMembers(MappedMembers.All)] T4, [DynamicallyAccessedMembers(MappedMembers.All)] T5>(
        SqlStatement first, SqlStatement second, SqlStatement third, SqlStatement fourth, SqlStatement fifth, CancellationToken cancellationToken = default)
    {
        var (a, b, c, d, e) = (new ResultRead<T1>(), new ResultRead<T2>(), new ResultRead<T3>(), new ResultRead<T4>(), new ResultRead<T5>());
        await ReadTogetherAsync([first, second, third, fourth, fifth], [a, b, c, d, e], cancellationToken).ConfigureAwait(false);
        return (a.Rows, b.Rows, c.Rows, d.Rows, e.Rows);
    }

    /// <summary>
    /// Runs one statement that gives two results, such as the call of a procedure on MySQL and MariaDB. What it gives is read as a whole; a statement that
    /// only reads is repeated as in <see cref="QueryAsync{T}"/>.
    /// </summary>
    /// <typeparam name="T1">The first result's rows, as in <see cref="QueryAsync{T}"/>.</typeparam>
    /// <typeparam name="T2">The second result's rows.</typeparam>
    /// <param name="statement">The statement.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    /// <exception cref="InvalidOperationException">It gave fewer results, or more.</exception>
    /// <exception cref="MappingException">A row does not fit its type.</exception>
    public async ValueTask<(IReadOnlyList<T1> First, IReadOnlyList<T2> Second)> QueryMultipleAsync<
        [DynamicallyAccessedMembers(MappedMembers.All)] T1, [DynamicallyAccessedMembers(MappedMembers.All)] T2>(
        SqlStatement statement, CancellationToken cancellationToken = default)
    {
        var (a, b) = (new ResultRead<T1>(), new ResultRead<T2>());
        await ReadSeveralAsync(statement, [a, b], cancellationToken).ConfigureAwait(false);
        return (a.Rows, b.Rows);
    }

    /// <summary>Runs one statement that gives three results, as <see cref="QueryMultipleAsync{T1, T2}(SqlStatement, CancellationToken)"/>.</summary>
    /// <typeparam name="T1">The first result's rows.</typeparam>
    /// <typeparam name="T2">The second result's rows.</typeparam>
    /// <typeparam name="T3">The third result's rows.</typeparam>
    /// <param name="statement">The statement.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    /// <exception cref="InvalidOperationException">It gave fewer results, or more.</exception>
    /// <exception cref="MappingException">A row does not fit its type.</exception>
    public async ValueTask<(IReadOnlyList<T1> First, IReadOnlyList<T2> Second, IReadOnlyList<T3> Third)> QueryMultipleAsync<
        [DynamicallyAccessedMembers(MappedMembers.All)] T1, [DynamicallyAccessedMembers(MappedMembers.All)] T2, [DynamicallyAccessedMembers(MappedMembers.All)] T3>(
        SqlStatement statement, CancellationToken cancellationToken = default)
    {
        var (a, b, c) = (new ResultRead<T1>(), new ResultRead<T2>(), new ResultRead<T3>());
        await ReadSeveralAsync(statement, [a, b, c], cancellationToken).ConfigureAwait(false);
        return (a.Rows, b.Rows, c.Rows);
    }

    /// <summary>Runs one statement that gives four results, as <see cref="QueryMultipleAsync{T1, T2}(SqlStatement, CancellationToken)"/>.</summary>
    /// <typeparam name="T1">The first result's rows.</typeparam>
    /// <typeparam name="T2">The second result's rows.</typeparam>
    /// <typeparam name="T3">The third result's rows.</typeparam>
    /// <typeparam name="T4">The fourth result's rows.</typeparam>
    /// <param name="statement">The statement.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    /// <exception cref="InvalidOperationException">It gave fewer results, or more.</exception>
    /// <exception cref="MappingException">A row does not fit its type.</exception>
    public async ValueTask<(IReadOnlyList<T1> First, IReadOnlyList<T2> Second, IReadOnlyList<T3> Third, IReadOnlyList<T4> Fourth)> QueryMultipleAsync<
        [DynamicallyAccessedMembers(MappedMembers.All)] T1, [DynamicallyAccessedMembers(MappedMembers.All)] T2, [DynamicallyAccessedMembers(MappedMembers.All)] T3, [DynamicallyAccessedMembers(MappedMembers.All)] T4>(
        SqlStatement statement, CancellationToken cancellationToken = default)
    {
        var (a, b, c, d) = (new ResultRead<T1>(), new ResultRead<T2>(), new ResultRead<T3>(), new ResultRead<T4>());
        await ReadSeveralAsync(statement, [a, b, c, d], cancellationToken).ConfigureAwait(false);
        return (a.Rows, b.Rows, c.Rows, d.Rows);
    }

    /// <summary>Runs one statement that gives five results, as <see cref="QueryMultipleAsync{T1, T2}(SqlStatement, CancellationToken)"/>.</summary>
    /// <typeparam name="T1">The first result's rows.</typeparam>
    /// <typeparam name="T2">The second result's rows.</typeparam>
    /// <typeparam name="T3">The third result's rows.</typeparam>
    /// <typeparam name="T4">The fourth result's rows.</typeparam>
    /// <typeparam name="T5">The fifth result's rows.</typeparam>
    /// <param name="statement">The statement.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    /// <exception cref="InvalidOperationException">It gave fewer results, or more.</exception>
    /// <exception cref="MappingException">A row does not fit its type.</exception>
    public async ValueTask<(IReadOnlyList<T1> First, IReadOnlyList<T2> Second, IReadOnlyList<T3> Third, IReadOnlyList<T4> Fourth, IReadOnlyList<T5> Fifth)> QueryMultipleAsync<
        [DynamicallyAccessedMembers(MappedMembers.All)] T1, [DynamicallyAccessedMembers(MappedMembers.All)] T2, [DynamicallyAccessedMembers(MappedMembers.All)] T3, [DynamicallyAccessedMembers(MappedMembers.All)] T4, [DynamicallyAccessedMembers(MappedMembers.All)] T5>(
        SqlStatement statement, CancellationToken cancellationToken = default)
    {
        var (a, b, c, d, e) = (new ResultRead<T1>(), new ResultRead<T2>(), new ResultRead<T3>(), new ResultRead<T4>(), new ResultRead<T5>());
        await ReadSeveralAsync(statement, [a, b, c, d, e], cancellationToken).ConfigureAwait(false);
        return (a.Rows, b.Rows, c.Rows, d.Rows, e.Rows);
    }

    private ValueTask<bool> ReadTogetherAsync(SqlStatement[] statements, ResultRead[] reads, CancellationToken cancellationToken)
    {
        var calls = Array.ConvertAll(statements, CallFor);

        // The connection that one of them needs serves all.
        var writing = Array.FindIndex(calls, static call => !call.Text.IsRead);
        return ExecuteAsync(calls[Math.Max(writing, 0)], StatementBatch.RunAsync, (Calls: calls, Reads: reads), cancellationToken);
    }

    private ValueTask<bool> ReadSeveralAsync(SqlStatement statement, ResultRead[] reads, CancellationToken cancellationToken)
    {
        var call = CallFor(statement);
        return ExecuteAsync(call, SeveralResults.RunAsync, (Call: call, Reads: reads), cancellationToken);
    }
}
