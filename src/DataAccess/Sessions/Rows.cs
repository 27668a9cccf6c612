using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using DataAccess.Mapping;
using DataAccess.Sql;

namespace DataAccess.Sessions;

/// <summary>The loops that read a statement's result. Their state is pooled, as they run once a query.</summary>
internal static class Rows
{
    /// <summary>All rows.</summary>
    public static ValueTask<IReadOnlyList<T>> ListAsync<[DynamicallyAccessedMembers(MappedMembers.All)] T>(
        StatementRun run, SqlText text, CancellationToken cancellationToken)
        => ReadAsync(run, text, static (reader, text, ct) => AllAsync<T>(reader, text, keepsPlan: true, ct), cancellationToken);

    /// <summary>All rows of one of several results.</summary>
    /// <param name="reader">The result.</param>
    /// <param name="text">The statement.</param>
    /// <param name="keepsPlan">Whether it has this result alone, so that the plan is kept with it.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<(IReadOnlyList<T> Result, bool IsAtEnd)> AllAsync<[DynamicallyAccessedMembers(MappedMembers.All)] T>(
        DbDataReader reader, SqlText text, bool keepsPlan, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        if (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var plan = keepsPlan ? PlanFor<T>(reader, text) : RowReader.Plan<T>(new ResultColumns(reader, text.Conversions), split: null);
            var bound = plan.Bind(reader);
            do
            {
                rows.Add(plan.Parse(bound));
            }
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false));
        }

        return (rows, true);
    }

    /// <summary>The only row, and how many there were: 0, 1, or 2 for more.</summary>
    public static ValueTask<(T? Row, int Count)> SingleAsync<[DynamicallyAccessedMembers(MappedMembers.All)] T>(
        StatementRun run, SqlText text, CancellationToken cancellationToken)
        => ReadAsync(run, text, OnlyAsync<T>, cancellationToken);

    /// <summary>The first row, or the type's default.</summary>
    public static ValueTask<T?> FirstAsync<[DynamicallyAccessedMembers(MappedMembers.All)] T>(
        StatementRun run, SqlText text, CancellationToken cancellationToken)
        => ReadAsync(run, text, TopAsync<T>, cancellationToken);

    /// <summary>The first column of the first row, or the type's default.</summary>
    public static ValueTask<T?> ScalarAsync<[DynamicallyAccessedMembers(MappedMembers.All)] T>(
        StatementRun run, SqlText text, CancellationToken cancellationToken)
        => ReadAsync(run, text, FirstValueAsync<T>, cancellationToken);

    /// <summary>Runs a statement, reads what is wanted of its result, and closes it.</summary>
    /// <param name="run">The statement.</param>
    /// <param name="text">Its text.</param>
    /// <param name="body">Reads; says whether it has seen the end.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<TResult> ReadAsync<TResult>(
        StatementRun run,
        SqlText text,
        Func<DbDataReader, SqlText, CancellationToken, ValueTask<(TResult Result, bool IsAtEnd)>> body,
        CancellationToken cancellationToken)
    {
        var reader = await run.OpenAsync(cancellationToken).ConfigureAwait(false);
        TResult result;
        bool isAtEnd;
        try
        {
            (result, isAtEnd) = await body(reader, text, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await run.AbandonAsync(reader, exception, cancellationToken).ConfigureAwait(false);
            throw;
        }

        await run.CloseAsync(reader, isAtEnd, cancellationToken).ConfigureAwait(false);
        return result;
    }

    /// <summary>How the rows of a statement's result become objects: as they did the last time, where that still fits.</summary>
    public static RowPlan<T> PlanFor<[DynamicallyAccessedMembers(MappedMembers.All)] T>(DbDataReader reader, SqlText text)
    {
        if (text.RowPlan is RowPlan<T> known && known.Fits(reader, text.ColumnsMayChange))
        {
            return known;
        }

        var plan = RowReader.Plan<T>(new ResultColumns(reader, text.Conversions), text.Split);
        text.RowPlan = plan;
        return plan;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<((T? Row, int Count) Result, bool IsAtEnd)> OnlyAsync<[DynamicallyAccessedMembers(MappedMembers.All)] T>(
        DbDataReader reader, SqlText text, CancellationToken cancellationToken)
    {
        if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            return ((default, 0), true);
        }

        var row = Current<T>(reader, text);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? ((row, 2), false) : ((row, 1), true);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<(T? Result, bool IsAtEnd)> TopAsync<[DynamicallyAccessedMembers(MappedMembers.All)] T>(
        DbDataReader reader, SqlText text, CancellationToken cancellationToken)
        => await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? (Current<T>(reader, text), false) : (default, true);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<(T? Result, bool IsAtEnd)> FirstValueAsync<[DynamicallyAccessedMembers(MappedMembers.All)] T>(
        DbDataReader reader, SqlText text, CancellationToken cancellationToken)
        => await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? (RowReader.PlanFirstColumn<T>(new ResultColumns(reader, text.Conversions)).Parse(reader), false) : (default, true);

    private static T Current<[DynamicallyAccessedMembers(MappedMembers.All)] T>(DbDataReader reader, SqlText text)
    {
        var plan = PlanFor<T>(reader, text);
        return plan.Parse(plan.Bind(reader));
    }
}
