using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace DataAccess;

/// <summary>The loops that read a command's result. Their state is pooled, as they run once a query.</summary>
internal static class Rows
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<IReadOnlyList<T>> ListAsync<[DynamicallyAccessedMembers(MappedMembers.All)] T>(
        DbCommand command, SqlText text, CancellationToken cancellationToken)
    {
        var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleResult, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            return await ListAsync<T>(reader, text, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>All rows of the current result.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<IReadOnlyList<T>> ListAsync<[DynamicallyAccessedMembers(MappedMembers.All)] T>(
        DbDataReader reader, SqlText text, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        if (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var plan = PlanFor<T>(reader, text);
            var bound = plan.Bind(reader);
            do
            {
                rows.Add(plan.Parse(bound));
            }
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false));
        }

        return rows;
    }

    /// <summary>The only row, and how many there were: 0, 1, or 2 for more.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<(T? Row, int Count)> SingleAsync<[DynamicallyAccessedMembers(MappedMembers.All)] T>(
        DbCommand command, SqlText text, CancellationToken cancellationToken)
    {
        var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleResult, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                return (default, 0);
            }

            var row = Current<T>(reader, text);
            return (row, await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? 2 : 1);
        }
    }

    /// <summary>The first row, or the type's default.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<T?> FirstAsync<[DynamicallyAccessedMembers(MappedMembers.All)] T>(
        DbCommand command, SqlText text, CancellationToken cancellationToken)
    {
        var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleRow, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? Current<T>(reader, text) : default;
        }
    }

    /// <summary>The first column of the first row, or the type's default.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<T?> ScalarAsync<[DynamicallyAccessedMembers(MappedMembers.All)] T>(
        DbCommand command, SqlText text, CancellationToken cancellationToken)
    {
        var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleRow, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? RowReader.PlanFirstColumn<T>(reader).Parse(reader) : default;
        }
    }

    /// <summary>How the rows of a statement's result become objects: as they did the last time, where that still fits.</summary>
    public static RowPlan<T> PlanFor<[DynamicallyAccessedMembers(MappedMembers.All)] T>(DbDataReader reader, SqlText text)
    {
        if (text.RowPlan is RowPlan<T> known && known.Fits(reader, text.ColumnsMayChange))
        {
            return known;
        }

        var plan = RowReader.Plan<T>(reader);
        text.RowPlan = plan;
        return plan;
    }

    private static T Current<[DynamicallyAccessedMembers(MappedMembers.All)] T>(DbDataReader reader, SqlText text)
    {
        var plan = PlanFor<T>(reader, text);
        return plan.Parse(plan.Bind(reader));
    }
}
