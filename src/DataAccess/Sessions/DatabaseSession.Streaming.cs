using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using DataAccess.Connections;
using DataAccess.Connections.Pool;
using DataAccess.Connections.Statements;
using DataAccess.Mapping;
using DataAccess.Sessions;
using DataAccess.Sql;

namespace DataAccess;

/// <content>Results that are read while they arrive.</content>
public abstract partial class DatabaseSession
{
    /// <summary>
    /// Runs a query and gives its rows as they arrive. The connection is held until the enumeration ends, so do not wait for
    /// other connections inside the loop.
    /// </summary>
    /// <typeparam name="T">As in <see cref="QueryAsync{T}"/>.</typeparam>
    /// <param name="statement">The query.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="MappingException">A row does not fit the type.</exception>
    public async IAsyncEnumerable<T> StreamAsync<[DynamicallyAccessedMembers(MappedMembers.All)] T>(
        SqlStatement statement, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var call = CallFor(statement);
        using var clock = StartClock(cancellationToken);
        var token = clock?.Token ?? cancellationToken;
        var lease = await BeginStreamAsync(call.Text, clock, cancellationToken).ConfigureAwait(false);
        var watch = new StreamWatch(Provider, QueryLog, call);
        RowStream<T>? rows = null;
        try
        {
            rows = await ClassifiedAsync(
                lease,
                RunProbedAsync(lease.Physical, call, OpenStreamAsync<T>, (Call: call, Provider.IsSynchronous), token),
                cancellationToken,
                clock,
                watch).ConfigureAwait(false);
            while (await ClassifiedAsync(lease, lease.Physical.RunAsync(FillAsync, (Rows: rows, Caller: token), token), cancellationToken, clock, watch).ConfigureAwait(false))
            {
                foreach (var row in rows.Buffer)
                {
                    watch.Rows++;
                    yield return row;
                }
            }
        }
        finally
        {
            try
            {
                await CloseStreamAsync(lease, rows, watch, token).ConfigureAwait(false);
            }
            finally
            {
                var elapsed = watch.End();
                if (lease.PhysicalIfHeld is { } connection)
                {
                    connection.StatementTime += elapsed;
                }

                await EndAsync(lease).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<ConnectionLease> BeginStreamAsync(SqlText text, CallClock? clock, CancellationToken cancellationToken)
    {
        try
        {
            return await BeginAsync(text, clock?.Token ?? cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (clock?.HasExpired(cancellationToken) == true)
        {
            throw clock.Exceeded(exception);
        }
    }

    /// <summary>Runs work on a leased connection, between the probes if there are some.</summary>
    private ValueTask<TResult> RunProbedAsync<TState, TResult>(
        PhysicalConnection connection,
        StatementCall call,
        Func<PhysicalConnection, TState, CancellationToken, ValueTask<TResult>> work,
        TState state,
        CancellationToken cancellationToken)
        => Context.Connections.Probes.All is { } probes
            ? connection.RunAsync(ProbedWork.StatementAsync, (Probes: probes, Call: call, Work: work, State: state), cancellationToken)
            : connection.RunAsync(work, state, cancellationToken);

    private static async ValueTask<RowStream<T>> OpenStreamAsync<[DynamicallyAccessedMembers(MappedMembers.All)] T>(
        PhysicalConnection connection, (StatementCall Call, bool IsSynchronous) state, CancellationToken cancellationToken)
    {
        var command = await connection.GetCommandAsync(state.Call, cancellationToken).ConfigureAwait(false);
        var run = await StatementRun.PrepareAsync(connection, state.Call, command, cancellationToken).ConfigureAwait(false);
        return await RowStream<T>.OpenAsync(run, state.Call.Text, state.IsSynchronous, cancellationToken).ConfigureAwait(false);
    }

    private static ValueTask<bool> FillAsync<[DynamicallyAccessedMembers(MappedMembers.All)] T>(
        PhysicalConnection connection, (RowStream<T> Rows, CancellationToken Caller) state, CancellationToken cancellationToken)
        => state.Rows.FillAsync(state.Caller, cancellationToken);

    /// <summary>
    /// Closes a stream. What it throws is the failure of a statement that writes, of which the caller has seen rows and not the end.
    /// </summary>
    private async ValueTask CloseStreamAsync<[DynamicallyAccessedMembers(MappedMembers.All)] T>(
        ConnectionLease lease, RowStream<T>? rows, StreamWatch watch, CancellationToken cancellationToken)
    {
        if (rows is not null)
        {
            await ClassifiedAsync(
                lease,
                lease.Physical.RunAsync(
                    static async (_, state, _) =>
                    {
                        await state.Rows.CloseAsync(state.Token).ConfigureAwait(false);
                        return true;
                    },
                    (Rows: rows, Token: cancellationToken),
                    CancellationToken.None),
                cancellationToken,
                clock: null,
                watch).ConfigureAwait(false);
        }
    }
}
