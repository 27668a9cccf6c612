using System.Data.Common;
using DataAccess.Failures;

namespace DataAccess.Mapping;

/// <summary>
/// The mapping between objects and a table: names, key, a reader and a typed writer. Nothing else reads attributes or
/// properties. <see cref="TableMap.For{T}"/> creates one by reflection; the constructor creates one for columns that are known only at run time, or a
/// generated one.
/// </summary>
/// <typeparam name="T">The row.</typeparam>
public sealed class TableMap<T>
{
    private readonly Func<DbDataReader, Func<DbDataReader, T>>? _createReader;
    private readonly ColumnMap<T>[] _inserted;

    /// <summary>Creates a map.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">Its columns, at least one, each with a different name.</param>
    /// <param name="createReader">
    /// Creates, for a result, the function that converts its current row to an object; null for a write-only map.
    /// </param>
    /// <exception cref="MappingException">There is no column, or there is more than one column with the same name, or more than one version.</exception>
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
        Keys = [.. columns.Where(static c => c.IsKey).OrderBy(static c => c.KeyOrder)];
        Key = Keys.Count == 1 ? Keys[0] : null;
        Version = OnlyOne("version", columns, static c => c.IsVersion);
        if (Version is { Conversion: not null } converted)
        {
            throw new MappingException($"The version {typeof(T).Name}.{converted.Member} has a converter; the database counts it, so remove the converter.");
        }

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

    /// <summary>The columns that an insert sends: all except the generated ones.</summary>
    public IReadOnlyList<ColumnMap<T>> Inserted => _inserted;

    /// <summary>The key's columns in the key's order: one, several, or none if the table has no key.</summary>
    public IReadOnlyList<ColumnMap<T>> Keys { get; }

    /// <summary>The key column, or null if the table has no key or one of several columns: <see cref="Keys"/>.</summary>
    public ColumnMap<T>? Key { get; }

    /// <summary>Whether rows have a key of their own, no column of which the database generates.</summary>
    public bool SendsKey => Keys.Count > 0 && Keys.All(static c => !c.IsGenerated);

    /// <summary>The order of rows by their keys; null if there is no key, or if one of its columns has no order.</summary>
    internal Comparison<T>? KeyOrder => Keys.Count switch
    {
        0 => null,
        1 => Keys[0].Order,
        _ => Keys.All(static c => c.Order is not null) ? CompareKeys : null,
    };

    /// <summary>Whether the database may compare keys as .NET does; it also depends on the columns.</summary>
    internal bool MayKeyBeExact => Keys.All(static c => KeyTypes.MayBeExact(c.Type));

    /// <summary>The version column, which counts the row's changes, or null if the table has none.</summary>
    public ColumnMap<T>? Version { get; }

    /// <summary>Writes the values of the inserted columns, in order and numbered from 0.</summary>
    /// <param name="row">The row.</param>
    /// <param name="writer">The writer that receives them.</param>
    public void Write(T row, RowWriter writer)
    {
        var columns = _inserted;
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i].Write(row, writer, i);
        }
    }

    /// <summary>The approximate number of bytes of the row on the wire, or <see cref="int.MaxValue"/> if it is larger.</summary>
    /// <param name="row">The row.</param>
    public int SizeOf(T row) => (int)Math.Min(BytesOf(row), int.MaxValue);

    /// <summary>The approximate number of bytes of the row on the wire, without an upper limit.</summary>
    internal long BytesOf(T row)
    {
        var size = 0L;
        foreach (var column in _inserted)
        {
            size += column.SizeOf(row);
        }

        return size;
    }

    /// <summary>The error of a row that cannot be written because one of its values cannot be read; null if all can be read.</summary>
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

    /// <summary>Creates the function that converts the current row of a result to an object.</summary>
    /// <param name="result">The result, before or at its first row.</param>
    /// <exception cref="MappingException">The result's columns do not match, or the map is write-only.</exception>
    public Func<DbDataReader, T> CreateReader(DbDataReader result)
        => _createReader is { } create
            ? create(result)
            : throw new MappingException($"The map of {typeof(T).Name} to table '{Table}' is write-only: it was created without a reader.");

    private int CompareKeys(T one, T other)
        => Keys.Select(key => key.Order!(one, other)).FirstOrDefault(static order => order != 0);

    private static ColumnMap<T>? OnlyOne(string role, IReadOnlyList<ColumnMap<T>> columns, Func<ColumnMap<T>, bool> has)
        => columns.Where(has).ToList() is { Count: > 1 } several
            ? throw new MappingException(
                $"{typeof(T).Name} has more than one {role}: {string.Join(" and ", several.Select(static c => c.Member))}. Only one {role} column is supported.")
            : columns.FirstOrDefault(has);
}
