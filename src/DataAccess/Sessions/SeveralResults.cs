using System.Data.Common;
using DataAccess.Connections.Pool;
using DataAccess.Connections.Statements;
using DataAccess.Sql;

namespace DataAccess.Sessions;

/// <summary>Reads several results in turn. There must be as many as are read.</summary>
internal static class SeveralResults
{
    /// <summary>Runs one statement that gives several results.</summary>
    public static async ValueTask<bool> RunAsync(
        PhysicalConnection connection, (StatementCall Call, ResultRead[] Reads) state, CancellationToken cancellationToken)
    {
        var text = state.Call.Text;
        var command = await connection.GetCommandAsync(state.Call, cancellationToken).ConfigureAwait(false);
        var run = connection.SendsValues
            ? await StatementRun.PrepareAsync(connection, state.Call, command, cancellationToken).ConfigureAwait(false)
            : new StatementRun(connection, text, text.IsRead, command, hasOneResult: false);
        return await Rows.ReadAsync(
            run,
            text,
            async (reader, _, ct) =>
            {
                var rounded = await ReadAsync(connection, reader, state.Reads, _ => text, keepsPlans: false, ct).ConfigureAwait(false);
                return rounded is null ? (true, true) : throw rounded;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads all results; the error of one that has rounded values or an unknown type, after which none is read, or null.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="reader">The results.</param>
    /// <param name="reads">What they become.</param>
    /// <param name="textOf">The statement of each.</param>
    /// <param name="keepsPlans">Whether each statement has one result.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="InvalidOperationException">There are fewer results, or more.</exception>
    public static async ValueTask<MappingException?> ReadAsync(
        PhysicalConnection connection, DbDataReader reader, ResultRead[] reads, Func<int, SqlText> textOf, bool keepsPlans, CancellationToken cancellationToken)
    {
        MappingException? rounded = null;
        for (var i = 0; i < reads.Length; i++)
        {
            if (i == 0 ? reader.FieldCount == 0 && !await NextAsync(reader, cancellationToken).ConfigureAwait(false) : !await NextAsync(reader, cancellationToken).ConfigureAwait(false))
            {
                throw WrongCount(i, reads.Length);
            }

            rounded ??= ExactResult.FindRounded(connection, textOf(i), reader);
            if (rounded is null)
            {
                await reads[i].ReadAsync(reader, textOf(i), keepsPlans, cancellationToken).ConfigureAwait(false);
            }
        }

        var count = reads.Length;
        while (await NextAsync(reader, cancellationToken).ConfigureAwait(false))
        {
            count++;
        }

        return count == reads.Length ? rounded : throw WrongCount(count, reads.Length);
    }

    /// <summary>The error of a number of results that is not the one that was asked for.</summary>
    public static InvalidOperationException WrongCount(int count, int expected)
        => new(Invariant(
            $"There {(count == 1 ? "was" : "were")} {count} {(count == 1 ? "result" : "results")}, but {expected} are read. Read each result into a type of its own; a statement that gives no rows has no result, and is run by ExecuteAsync."));

    /// <summary>Goes to the next result that has columns. A statement that gives no rows has none.</summary>
    private static async ValueTask<bool> NextAsync(DbDataReader reader, CancellationToken cancellationToken)
    {
        while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false))
        {
            if (reader.FieldCount > 0)
            {
                return true;
            }
        }

        return false;
    }
}
