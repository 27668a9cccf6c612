using System.Collections;
using System.Runtime.CompilerServices;
using DataAccess.Connections.Pool;
using DataAccess.Connections.Statements;
using DataAccess.Providers;

namespace DataAccess.Sessions;

/// <summary>Runs the work of a call between the probes, on the connection's thread and under its guard: what they throw is handled as the driver's.</summary>
internal static class ProbedWork
{
    /// <summary>Runs a statement, or several.</summary>
    public static ValueTask<TResult> StatementAsync<TState, TResult>(
        PhysicalConnection connection,
        (DatabaseProbe[] Probes, StatementCall Call, Func<PhysicalConnection, TState, CancellationToken, ValueTask<TResult>> Work, TState State) run,
        CancellationToken cancellationToken)
    {
        // Several statements are sent with the call of one of them; only its state has the others.
        var calls = run.State is ITuple { Length: > 0 } state && state[0] is StatementCall[] all ? all : [run.Call];
        var call = new ProbedCall(
            ProbedCallKind.Statement,
            [.. calls.Select(static c => c.Text.Sql)],
            calls.Sum(static c => c.Values.Length),
            connection.Connection,
            connection.CommandTransaction ?? connection.Transaction,
            connection.Provider);
        return RunAsync(connection, call, run.Probes, run.Work, run.State, cancellationToken);
    }

    /// <summary>Ends a transaction.</summary>
    public static ValueTask<TResult> EndingAsync<TState, TResult>(
        PhysicalConnection connection,
        (DatabaseProbe[] Probes, ProbedCallKind Kind, Func<PhysicalConnection, TState, CancellationToken, ValueTask<TResult>> Work, TState State) run,
        CancellationToken cancellationToken)
    {
        var call = new ProbedCall(
            run.Kind, [run.Kind == ProbedCallKind.Commit ? "commit" : "rollback"], 0, connection.Connection, connection.CommandTransaction ?? connection.Transaction, connection.Provider);
        return RunAsync(connection, call, run.Probes, run.Work, run.State, cancellationToken);
    }

    /// <summary>Runs work as a call.</summary>
    public static async ValueTask<TResult> RunAsync<TState, TResult>(
        PhysicalConnection connection,
        ProbedCall call,
        DatabaseProbe[] probes,
        Func<PhysicalConnection, TState, CancellationToken, ValueTask<TResult>> work,
        TState state,
        CancellationToken cancellationToken)
    {
        try
        {
            foreach (var probe in probes)
            {
                await probe.SendingAsync(call, cancellationToken).ConfigureAwait(false);
            }

            var result = await work(connection, state, cancellationToken).ConfigureAwait(false);
            call.Rows ??= RowsOf(call, result);
            foreach (var probe in probes)
            {
                await probe.AnsweredAsync(call, cancellationToken).ConfigureAwait(false);
            }

            return result;
        }
        catch (Exception exception)
        {
            call.Exception = exception;
            throw;
        }
        finally
        {
            call.End();
            foreach (var probe in probes)
            {
                probe.Ended(call);
            }
        }
    }

    private static long? RowsOf<TResult>(ProbedCall call, TResult result) => result switch
    {
        int[] counts => counts.Sum(),
        ICollection rows => rows.Count,

        // The only row, and how many there were.
        ITuple { Length: 2 } only when only[1] is int count => count,

        // The rows that a statement changed, or a value of the caller's.
        int changed when changed >= 0 && call.Kind == ProbedCallKind.Statement && call.Texts is [var text] && !GivesRows(text) => changed,
        _ => null,
    };

    private static bool GivesRows(string text)
        => text.TrimStart() is var sql
            && (sql.StartsWith("select", StringComparison.OrdinalIgnoreCase) || sql.StartsWith("with", StringComparison.OrdinalIgnoreCase)
                || sql.Contains("returning", StringComparison.OrdinalIgnoreCase));
}
