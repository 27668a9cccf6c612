using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

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
        var operation = OperationScope.Begin(Provider, call.Text);
        DatabaseFailure? failure = WithoutEnd;
        RowStream<T>? rows = null;
        try
        {
            rows = await JudgedAsync(
                lease,
                lease.Physical.RunAsync(OpenStreamAsync<T>, (Call: call, Provider.IsSynchronous), token),
                cancellationToken,
                clock).ConfigureAwait(false);
            while (await JudgedAsync(lease, lease.Physical.RunAsync(FillAsync, rows, token), cancellationToken, clock).ConfigureAwait(false))
            {
                foreach (var row in rows.Buffer)
                {
                    yield return row;
                }
            }

            failure = null;
        }
        finally
        {
            await CloseStreamAsync(lease, rows).ConfigureAwait(false);
            operation.End(failure);
            await EndAsync(lease).ConfigureAwait(false);
        }
    }

    private async ValueTask<ConnectionLease> BeginStreamAsync(SqlText text, CallClock? clock, CancellationToken cancellationToken)
    {
        try
        {
            return await BeginAsync(text, clock?.Token ?? cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (clock?.HasRung(cancellationToken) == true)
        {
            throw clock.Exceeded(exception);
        }
    }

    private static readonly DatabaseFailure WithoutEnd = new(FailureKind.Unknown, null, "The stream was not read to its end.");

    private static async ValueTask<RowStream<T>> OpenStreamAsync<[DynamicallyAccessedMembers(MappedMembers.All)] T>(
        PhysicalConnection connection, (StatementCall Call, bool IsSynchronous) state, CancellationToken cancellationToken)
    {
        var command = await connection.GetCommandAsync(state.Call, cancellationToken).ConfigureAwait(false);
        return await RowStream<T>.OpenAsync(command, state.Call.Text, state.IsSynchronous, cancellationToken).ConfigureAwait(false);
    }

    private static ValueTask<bool> FillAsync<[DynamicallyAccessedMembers(MappedMembers.All)] T>(
        PhysicalConnection connection, RowStream<T> rows, CancellationToken cancellationToken)
        => rows.FillAsync(cancellationToken);

    private static async ValueTask CloseStreamAsync<[DynamicallyAccessedMembers(MappedMembers.All)] T>(ConnectionLease lease, RowStream<T>? rows)
    {
        if (rows is null)
        {
            return;
        }

        try
        {
            if (!rows.IsAtEnd)
            {
                await StopStreamAsync(lease, rows).ConfigureAwait(false);
            }

            await lease.Physical.RunAsync(
                static async (_, stream, _) =>
                {
                    await stream.DisposeAsync().ConfigureAwait(false);
                    return true;
                },
                rows,
                CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is DbException or IOException or OperationCanceledException)
        {
            // The enumeration has its own end or error to report; a result that cannot be closed only costs the connection.
            lease.Physical.MarkBroken();
        }
    }

    private static async ValueTask StopStreamAsync<[DynamicallyAccessedMembers(MappedMembers.All)] T>(ConnectionLease lease, RowStream<T> rows)
    {
        try
        {
            await rows.StopAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is DbException or OperationCanceledException)
        {
            // That it was cancelled is what was asked for; whether the connection survived is checked before it is lent again.
            lease.Physical.MarkUnchecked();
        }
    }
}
