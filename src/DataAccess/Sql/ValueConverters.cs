using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using DataAccess.Sql;

namespace DataAccess;

/// <summary>
/// The converters of a database by the type that they convert: for types that are not your own, or that are stored in another way in each database.
/// </summary>
/// <remarks>What is added after the database was opened has no effect on it.</remarks>
public sealed class ValueConverters
{
    private static readonly ConditionalWeakTable<Func<Type, bool>, Conversions> OfDrivers = [];

    private readonly Dictionary<Type, ValueConversion> _byType = [];

    /// <summary>Adds the converter of a type, in place of one that was added before.</summary>
    /// <param name="converter">The converter; an <see cref="IValueConverter{TModel, TColumn}"/>.</param>
    /// <returns>This object.</returns>
    /// <exception cref="MappingException">Its column type is none that a column can have.</exception>
    public ValueConverters Add(IValueConverter converter)
    {
        ArgumentNullException.ThrowIfNull(converter);
        var conversion = converter.ToConversion();
        _byType[conversion.ModelType] = conversion;
        return this;
    }

    /// <summary>Adds the converter of a type as a pair of functions, in place of one that was added before.</summary>
    /// <typeparam name="TModel">The type in the program; not nullable.</typeparam>
    /// <typeparam name="TColumn">The type of the column.</typeparam>
    /// <param name="toColumn">The value as it is stored. Never called with null.</param>
    /// <param name="fromColumn">The value that is stored so. Never called with null.</param>
    /// <returns>This object.</returns>
    /// <exception cref="MappingException"><typeparamref name="TColumn"/> is no type that a column can have.</exception>
    public ValueConverters Add<TModel, TColumn>(Func<TModel, TColumn> toColumn, Func<TColumn, TModel> fromColumn)
        where TModel : notnull
        where TColumn : notnull
    {
        ArgumentNullException.ThrowIfNull(toColumn);
        ArgumentNullException.ThrowIfNull(fromColumn);
        return Add(new DelegateConverter<TModel, TColumn>(toColumn, fromColumn));
    }

    /// <summary>The converters as they are now.</summary>
    /// <param name="isOfDriver">Whether the driver itself reads and writes a type; null if there are no such types.</param>
    internal Conversions ToConversions(Func<Type, bool>? isOfDriver)
        => _byType.Count > 0 ? new Conversions(_byType, isOfDriver)
            : isOfDriver is null ? Conversions.Declared
            : OfDrivers.GetValue(isOfDriver, static isOfDriver => new Conversions(FrozenDictionary<Type, ValueConversion>.Empty, isOfDriver));
}
