using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Data.Common;
using System.Runtime.CompilerServices;
using DataAccess.Sql.Reading;

namespace DataAccess.Sql;

/// <summary>The converters that a database uses: its own, then those that types declare.</summary>
internal sealed class Conversions(IReadOnlyDictionary<Type, ValueConversion> own, Func<Type, bool>? isOfDriver = null)
{
    private readonly FrozenDictionary<Type, ValueConversion> _own = own.ToFrozenDictionary();
    private readonly bool _hasOwnOfColumns = own.Keys.Any(static type => ScalarTypes.Find(type) is not null || type.IsEnum);
    private readonly ConcurrentDictionary<Type, ValueConversion> _ofDriver = new();

    /// <summary>Only those that types declare.</summary>
    public static Conversions Declared { get; } = new(FrozenDictionary<Type, ValueConversion>.Empty);

    /// <summary>The converter of a type without <c>?</c>, or null. A type of the driver's own is converted to itself.</summary>
    public ValueConversion? Find(Type type)
        => _own.GetValueOrDefault(type) ?? DeclaredConversions.Find(type)
            ?? (IsOfDriver(type) && RuntimeFeature.IsDynamicCodeSupported ? _ofDriver.GetOrAdd(type, DriverConversions.Create) : null);

    /// <summary>As <see cref="Find(Type)"/>, for a type that is known at compile time.</summary>
    public ModelConversion<TModel>? Find<TModel>()
        where TModel : notnull
        => (ModelConversion<TModel>?)(_own.GetValueOrDefault(typeof(TModel)) ?? DeclaredConversions.Find(typeof(TModel))) ?? (IsOfDriver(typeof(TModel)) ? (ModelConversion<TModel>)DriverConversions.Of<TModel>() : null);

    /// <summary>Whether the driver itself reads and writes values of the type.</summary>
    public bool IsOfDriver(Type type) => isOfDriver?.Invoke(type) == true;

    /// <summary>The converter with which a column is read as a type, or null.</summary>
    /// <param name="type">The type without <c>?</c>.</param>
    /// <param name="result">The result.</param>
    /// <param name="column">The column.</param>
    public ValueConversion? Find(Type type, DbDataReader result, int column) => Find(type) ?? ToldText(type, result, column);

    /// <summary>The text of a column that the driver reads only as a type of its own; null for others.</summary>
    public static ValueConversion? ToldText(Type type, DbDataReader result, int column)
        => type == typeof(string) && DriverColumns.TellsText(result, column) ? BuiltInConverters.ToldText : null;

    /// <summary>The statement with its values converted; the same if there are none to convert.</summary>
    /// <exception cref="ArgumentException">A converted value is not valid as a parameter.</exception>
    public SqlStatement Apply(SqlStatement statement)
    {
        if (!statement.HasModels && !_hasOwnOfColumns)
        {
            return statement;
        }

        SqlStatement? converted = null;
        for (var i = 0; i < statement.Segments.Length; i++)
        {
            var segment = statement.Segments[i];
            if (segment.IsStored)
            {
                continue;
            }

            if (segment.Kind is SqlSegmentKind.Value && Find(segment, segment.Type!) is { } conversion)
            {
                (converted ??= statement.Copy()).Replace(i, SqlSegment.Parameter(Convert(conversion, segment.Value), conversion.ColumnType));
            }
            else if (segment.Kind is SqlSegmentKind.List && ToConvertedList(segment) is { } list)
            {
                (converted ??= statement.Copy()).Replace(i, list);
            }
        }

        return converted ?? statement;
    }

    private ValueConversion? Find(in SqlSegment segment, Type type)
        => Find(segment.EnumType ?? type) is { } conversion && !conversion.IsOfDriver ? conversion : null;

    private SqlSegment? ToConvertedList(in SqlSegment list)
    {
        var values = (Array)list.Value!;
        if (list.EnumType is null && list.ModelType is null && list.Type == typeof(object))
        {
            // Values of several types, each with a converter of its own or none.
            var isMixed = values.Cast<object?>().Any(item => item is not null && Find(item.GetType()) is not null);
            return isMixed ? ListValues.ToSegment(values.Cast<object?>().Select(item => item is not null && Find(item.GetType()) is { } own ? Convert(own, item) : item).ToArray()) : null;
        }

        if (Find(list, list.ModelType ?? list.Type!) is not { } conversion)
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
