using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace DataAccess;

/// <summary>The loops that read a command's result.</summary>
internal static class Rows
{
    public static async ValueTask<IReadOnlyList<T>> ListAsync<[DynamicallyAccessedMembers(MappedMembers.All)] T>(
        DbCommand command, CancellationToken cancellationToken)
    {
        var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleResult, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            return await ListAsync<T>(reader, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>All rows of the current result.</summary>
    public static async ValueTask<IReadOnlyList<T>> ListAsync<[DynamicallyAccessedMembers(MappedMembers.All)] T>(
        DbDataReader reader, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        if (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var parse = RowReader.Create<T>(reader);
            do
            {
                rows.Add(parse(reader));
            }
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false));
        }

        return rows;
    }

    /// <summary>The only row, and how many there were: 0, 1, or 2 for more.</summary>
    public static async ValueTask<(T? Row, int Count)> SingleAsync<[DynamicallyAccessedMembers(MappedMembers.All)] T>(
        DbCommand command, CancellationToken cancellationToken)
    {
        var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleResult, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                return (default, 0);
            }

            var row = RowReader.Create<T>(reader)(reader);
            return (row, await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? 2 : 1);
        }
    }

    /// <summary>The first row, or the type's default.</summary>
    public static async ValueTask<T?> FirstAsync<[DynamicallyAccessedMembers(MappedMembers.All)] T>(
        DbCommand command, CancellationToken cancellationToken)
    {
        var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleRow, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? RowReader.Create<T>(reader)(reader) : default;
        }
    }

    /// <summary>The first column of the first row, or the type's default.</summary>
    public static async ValueTask<T?> ScalarAsync<[DynamicallyAccessedMembers(MappedMembers.All)] T>(
        DbCommand command, CancellationToken cancellationToken)
    {
        var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleRow, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? RowReader.CreateScalar<T>(reader)(reader) : default;
        }
    }
}
