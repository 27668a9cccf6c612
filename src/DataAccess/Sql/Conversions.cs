using System.Collections.Frozen;
namespace DataAccess.Sql;

/// <summary>The converters that a database uses: its own, then those that types declare.</summary>
internal sealed class Conversions(IReadOnlyDictionary<Type, ValueConversion> own)
{
    private readonly FrozenDictionary<Type, ValueConversion> _own = own.ToFrozenDictionary();
    private readonly bool _hasScalars = own.Keys.Any(static type => ScalarTypes.Find(type) is not null);

    /// <summary>Only those that types declare.</summary>
    public static Conversions Declared { get; } = new(FrozenDictionary<Type, ValueConversion>.Empty);

    /// <summary>The converter of a type without <c>?</c>, or null.</summary>
    public ValueConversion? Find(Type type) => _own.GetValueOrDefault(type) ?? DeclaredConversions.Find(type);

    /// <summary>The statement with its values converted; the same if there are none to convert.</summary>
    /// <exception cref="ArgumentException">A converted value is not valid as a parameter.</exception>
    public SqlStatement Apply(SqlStatement statement, SqlDialect dialect)
    {
        if (!statement.HasModels && !_hasScalars)
        {
            return statement;
        }

        SqlStatement? converted = null;
        for (var i = 0; i < statement.Segments.Length; i++)
        {
            var segment = statement.Segments[i];
            if (segment.Kind is SqlSegmentKind.Value && Find(segment, segment.Type!, dialect) is { } conversion)
            {
                (converted ??= statement.Copy()).Replace(i, SqlSegment.Parameter(Convert(conversion, segment.Value), conversion.ColumnType));
            }
            else if (segment.Kind is SqlSegmentKind.List && ToConvertedList(segment, dialect) is { } list)
            {
                (converted ??= statement.Copy()).Replace(i, list);
            }
        }

        return converted ?? statement;
    }

    private ValueConversion? Find(in SqlSegment segment, Type type, SqlDialect dialect)
        => Find(segment.EnumType ?? type) is { } conversion && (_own.ContainsKey(conversion.ModelType) || !dialect.Takes(conversion.ModelType)) ? conversion : null;

    private SqlSegment? ToConvertedList(in SqlSegment list, SqlDialect dialect)
    {
        var values = (Array)list.Value!;
        if (list.EnumType is null && list.ModelType is null && list.Type == typeof(object))
        {
            // Values of several types, each with a converter of its own or none.
            var isMixed = values.Cast<object?>().Any(item => item is not null && Find(item.GetType()) is not null);
            return isMixed ? ListValues.ToSegment(values.Cast<object?>().Select(item => item is not null && Find(item.GetType()) is { } own ? Convert(own, item) : item).ToArray()) : null;
        }

        if (Find(list, list.ModelType ?? list.Type!, dialect) is not { } conversion)
        {
            return null;
        }

        var enumType = list.EnumType;
        return SqlSegment.List(
            values.Cast<object?>().Select(item => Convert(conversion, item is not null && enumType is not null ? Enum.ToObject(enumType, item) : item)).ToArray(), conversion.ColumnType);
    }

    private static object? Convert(ValueConversion conversion, object? value)
    {
        var converted = value is null ? null
            : conversion.ToColumn(conversion.ModelType.IsEnum && value.GetType() != conversion.ModelType ? Enum.ToObject(conversion.ModelType, value) : value);
        return UnpairedSurrogate.FindIn(converted) is { } problem
            ? throw new ArgumentException($"A value of {conversion.ModelType.Name} in the statement is converted to text that contains {problem}.", nameof(value))
            : converted;
    }
}
