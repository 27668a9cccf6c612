using System.Data;
using System.Data.Common;
using DataAccess.Connections.Pool;
using DataAccess.Sql;

namespace DataAccess.Sessions;

/// <summary>
/// Opens results whose values are exact. Where a server rounds what it sends as text, a read is run again, prepared, and its text is
/// prepared from then on.
/// </summary>
internal static class ExactResult
{
    /// <summary>Whether a statement is prepared before it is sent, so that nothing is rounded.</summary>
    public static bool IsPrepared(PhysicalConnection connection, SqlText text)
        => connection.Statements.Prepares(text) || (text.NeedsPreparing && text.IsPreparable);

    /// <summary>Opens the result of a statement that is not prepared.</summary>
    /// <exception cref="MappingException">A value was rounded, and the statement writes or cannot be prepared.</exception>
    public static async ValueTask<DbDataReader> OpenAsync(
        PhysicalConnection connection, SqlText text, DbCommand command, CancellationToken cancellationToken)
    {
        var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleResult, cancellationToken).ConfigureAwait(false);
        if (FindRounded(connection, text, reader) is not { } rounded)
        {
            return reader;
        }

        await reader.DisposeAsync().ConfigureAwait(false);
        if (!text.IsRead || !text.IsPreparable)
        {
            throw rounded;
        }

        await connection.Statements.PrepareUncachedAsync(command, cancellationToken).ConfigureAwait(false);
        return await command.ExecuteReaderAsync(CommandBehavior.SingleResult, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The error of a result with a type that the driver does not know yet, of a statement that is not run again.</summary>
    public static MappingException UnknownType(DbDataReader reader)
        => new(
            $"The result ({string.Join(", ", Enumerable.Range(0, reader.FieldCount).Select(reader.GetName))}) has a column of a type that was created after the connection was opened. "
            + "The statement was run, and is not run again because it writes. The connection knows the type now.");

    /// <summary>The error of a result that has rounded values, whose text is prepared from then on; null if it has none.</summary>
    public static MappingException? FindRounded(PhysicalConnection connection, SqlText text, DbDataReader reader)
    {
        if (connection.Provider.HasUnknownType(reader))
        {
            return UnknownType(reader);
        }

        if (connection.Provider.FindRounded(reader) is var column && column < 0)
        {
            return null;
        }

        text.NeedsPreparing = true;
        return new MappingException(
            $"Column '{reader.GetName(column)}' of type {reader.GetDataTypeName(column)} is rounded in the result of a statement that is not prepared"
            + (text.IsRead ? "" : ", which was run") + $". Select cast({reader.GetName(column)} as double), or let statements be prepared: MaxPreparedStatements above 0, and no @ in the text.");
    }
}
