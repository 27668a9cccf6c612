using System.ComponentModel;
using System.Data.Common;
using DataAccess.Sql;

namespace DataAccess.Mapping;

/// <summary>The current row of a result, as a generated map reads it: by the position of a member in the map.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct RowValues
{
    private readonly DbDataReader _reader;
    private readonly BoundColumn?[] _columns;
    private readonly RowPart?[]? _parts;

    internal RowValues(DbDataReader reader, BoundColumn?[] columns, RowPart?[]? parts = null)
    {
        _reader = reader;
        _columns = columns;
        _parts = parts;
    }

    internal DbDataReader Reader => _reader;

    /// <summary>What reads the elements of a tuple that are objects; null for what is no tuple.</summary>
    internal RowPart?[]? Parts => _parts;

    /// <summary>Whether the result has a column for the member.</summary>
    /// <param name="member">The member's position.</param>
    public bool Has(int member) => _columns[member] is not null;

    /// <summary>The value of a member that has a column and is never null. An enum is read from its number or its name.</summary>
    /// <typeparam name="TValue">The member's type.</typeparam>
    /// <param name="member">The member's position.</param>
    /// <exception cref="MappingException">The value is null, or does not fit.</exception>
    public TValue Value<TValue>(int member)
        where TValue : struct
    {
        var column = _columns[member]!;
        return _reader.IsDBNull(column.Ordinal) ? throw column.NullError(_reader) : Read<TValue>(column);
    }

    /// <summary>The value of a member that may be null; null if there is no column.</summary>
    /// <typeparam name="TValue">The member's type without <c>?</c>.</typeparam>
    /// <param name="member">The member's position.</param>
    /// <exception cref="MappingException">The value does not fit.</exception>
    public TValue? Nullable<TValue>(int member)
        where TValue : struct
        => _columns[member] is { } column && !_reader.IsDBNull(column.Ordinal) ? Read<TValue>(column) : null;

    /// <summary>Text; null if there is no column.</summary>
    /// <param name="member">The member's position.</param>
    /// <exception cref="MappingException">The value is not text.</exception>
    public string? Text(int member)
    {
        if (_columns[member] is not { } column || _reader.IsDBNull(column.Ordinal))
        {
            return null;
        }

        try
        {
            return column.Conversion is ModelConversion<string> conversion ? conversion.Read(_reader, column.Ordinal) : ReferenceReader<string>.Read(_reader, column.Ordinal);
        }
        catch (Exception exception) when (BoundColumn.IsMisfit(exception))
        {
            throw column.MisfitError(_reader, exception);
        }
    }

    /// <summary>Bytes, an array, or the driver's own object; null if there is no column.</summary>
    /// <typeparam name="TValue">The member's type.</typeparam>
    /// <param name="member">The member's position.</param>
    /// <exception cref="MappingException">The value does not fit.</exception>
    public TValue? Reference<TValue>(int member)
        where TValue : class
    {
        if (_columns[member] is not { } column || _reader.IsDBNull(column.Ordinal))
        {
            return null;
        }

        try
        {
            return column.Conversion is ModelConversion<TValue> conversion ? conversion.Read(_reader, column.Ordinal) : ReferenceReader<TValue>.Read(_reader, column.Ordinal);
        }
        catch (Exception exception) when (BoundColumn.IsMisfit(exception))
        {
            throw column.MisfitError(_reader, exception);
        }
    }

    /// <summary>What is stored as JSON; null if there is no column, or its text is <c>null</c>.</summary>
    /// <param name="member">The member's position.</param>
    /// <exception cref="MappingException">The text does not fit, or the value is null and the member takes none.</exception>
    public object? Json(int member)
    {
        if (_columns[member] is not { } column)
        {
            return null;
        }

        if (_reader.IsDBNull(column.Ordinal))
        {
            return column.AcceptsNull ? null : throw column.NullError(_reader);
        }

        try
        {
            return column.Json!.Read(_reader, column.Ordinal);
        }
        catch (Exception exception) when (BoundColumn.IsMisfit(exception))
        {
            throw column.MisfitError(_reader, exception);
        }
    }

    /// <summary>An element of a tuple that is an object of several columns.</summary>
    /// <typeparam name="TElement">The element's type, with its <c>?</c>.</typeparam>
    /// <param name="element">The element's position.</param>
    /// <exception cref="MappingException">A value does not fit.</exception>
    public TElement Row<TElement>(int element) => ((RowPart<TElement>)_parts![element]!).Read(_reader);

    private TValue Read<TValue>(BoundColumn column)
        where TValue : struct
    {
        try
        {
            return column.Conversion is null ? ValueReader<TValue>.Read(_reader, column.Ordinal) : ((ModelConversion<TValue>)column.Conversion).Read(_reader, column.Ordinal);
        }
        catch (Exception exception) when (BoundColumn.IsMisfit(exception))
        {
            throw column.MisfitError(_reader, exception);
        }
    }
}
