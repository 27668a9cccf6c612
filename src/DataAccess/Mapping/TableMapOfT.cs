using System.Data.Common;
using DataAccess.Failures;

namespace DataAccess.Mapping;

/// <summary>
/// The one seam between objects and a table: names, key, a reader and a typed writer. Nothing else looks at attributes or
/// properties. <see cref="TableMap.For{T}"/> makes one by reflection; one for columns that are known only at run time, or a
/// generated one, is made by the constructor.
/// </summary>
/// <typeparam name="T">The row.</typeparam>
public sealed class TableMap<T>
{
    private readonly Func<DbDataReader, Func<DbDataReader, T>>? _createReader;
    private readonly ColumnMap<T>[] _inserted;

    /// <summary>Makes a map.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">Its columns, at least one, each name once.</param>
    /// <param name="createReader">
    /// Given a result, makes the function that turns its current row into an object; null for a map that only writes.
    /// </param>
    /// <exception cref="MappingException">There is no column, or a name, a key or a version stands twice.</exception>
    public TableMap(
        TableName table, IReadOnlyList<ColumnMap<T>> columns, Func<DbDataReader, Func<DbDataReader, T>>? createReader = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Count == 0)
        {
            throw new MappingException($"The map of {typeof(T).Name} to table '{table}' has no columns. Add a public property to the type.");
        }

        var twice = columns.GroupBy(static c => c.Column, StringComparer.Ordinal).FirstOrDefault(static g => g.Count() > 1);
        if (twice is not null)
        {
            throw new MappingException(
                $"Column '{twice.Key}' of table '{table}' is mapped twice, by {string.Join(" and ", twice.Select(static c => c.Member))}.");
        }

        Table = table;
        Columns = [.. columns];
        _inserted = [.. columns.Where(static c => !c.IsGenerated)];
        Key = OnlyOne("key", columns, static c => c.IsKey);
        Version = OnlyOne("version", columns, static c => c.IsVersion);
        if (Version is { } version && version.Type != typeof(int) && version.Type != typeof(long))
        {
            throw new MappingException(
                $"The version {typeof(T).Name}.{version.Member} is of type {version.Type.Name}; a version counts changes, so it must be int or long.");
        }

        _createReader = createReader;
    }

    /// <summary>The table.</summary>
    public TableName Table { get; }

    /// <summary>All columns, in order.</summary>
    public IReadOnlyList<ColumnMap<T>> Columns { get; }

    /// <summary>The columns that an insert sends: all but the generated ones.</summary>
    public IReadOnlyList<ColumnMap<T>> Inserted => _inserted;

    /// <summary>The key column, or null where the table has none.</summary>
    public ColumnMap<T>? Key { get; }

    /// <summary>The column that counts the row's changes, or null where the table has none.</summary>
    public ColumnMap<T>? Version { get; }

    /// <summary>Writes the values of the inserted columns, in their order and numbered from 0.</summary>
    /// <param name="row">The row.</param>
    /// <param name="writer">Where they go.</param>
    public void Write(T row, RowWriter writer)
    {
        var columns = _inserted;
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i].Write(row, writer, i);
        }
    }

    /// <summary>About how many bytes the row takes on the wire; the largest number where it is more than that.</summary>
    /// <param name="row">The row.</param>
    public int SizeOf(T row) => (int)Math.Min(BytesOf(row), int.MaxValue);

    /// <summary>About how many bytes the row takes on the wire, however many they are.</summary>
    internal long BytesOf(T row)
    {
        var size = 0L;
        foreach (var column in _inserted)
        {
            size += column.SizeOf(row);
        }

        return size;
    }

    /// <summary>Why the row cannot be written, as a value of it cannot be read; null where all can.</summary>
    internal RowValueException? FindUnreadable(T row)
    {
        try
        {
            foreach (var column in _inserted)
            {
                column.Write(row, IdleRowWriter.Instance, 0);
            }

            return null;
        }
        catch (RowValueException exception)
        {
            return exception;
        }
    }

    /// <summary>The function that turns the current row of a result into an object.</summary>
    /// <param name="result">The result, before or at its first row.</param>
    /// <exception cref="MappingException">The result's columns do not fit, or this map only writes.</exception>
    public Func<DbDataReader, T> CreateReader(DbDataReader result)
        => _createReader is { } create
            ? create(result)
            : throw new MappingException($"The map of {typeof(T).Name} to table '{Table}' is write-only: it was created without a reader.");

    private static ColumnMap<T>? OnlyOne(string role, IReadOnlyList<ColumnMap<T>> columns, Func<ColumnMap<T>, bool> has)
        => columns.Where(has).ToList() is { Count: > 1 } several
            ? throw new MappingException(
                $"{typeof(T).Name} has more than one {role}: {string.Join(" and ", several.Select(static c => c.Member))}. Only one {role} column is supported.")
            : columns.FirstOrDefault(has);
}
