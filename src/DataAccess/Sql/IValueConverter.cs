using DataAccess.Sql;

namespace DataAccess;

/// <summary>Any value converter. Implement <see cref="IValueConverter{TModel, TColumn}"/>.</summary>
public interface IValueConverter
{
    /// <summary>The converter with its types.</summary>
    internal ValueConversion ToConversion();
}

/// <summary>
/// Converts the values of a type to those of a column and back: a typed id to its number, a secret to encrypted bytes. It is used for one member by
/// <see cref="ValueConverterAttribute{TConverter}"/> on the member, and for all members, parameters, keys and results of the type by the attribute on the type,
/// or by <see cref="DatabaseOptions.Converters"/>.
/// </summary>
/// <typeparam name="TModel">The type in the program; not nullable.</typeparam>
/// <typeparam name="TColumn">The type of the column: one that a member can have without a converter.</typeparam>
/// <remarks>
/// Null is never passed to it: null is null in the column. It must be thread-safe, and may be called more than once for a value. What it throws when a row
/// is read is the inner exception of a <see cref="MappingException"/>; what it throws when a row is written rejects that row.
/// </remarks>
public interface IValueConverter<TModel, TColumn> : IValueConverter
    where TModel : notnull
    where TColumn : notnull
{
    /// <summary>The value as it is stored.</summary>
    /// <param name="value">A value, not null.</param>
    TColumn ToColumn(TModel value);

    /// <summary>The value that is stored as <paramref name="value"/>.</summary>
    /// <param name="value">The column's value, not null.</param>
    TModel FromColumn(TColumn value);

    /// <inheritdoc/>
    ValueConversion IValueConverter.ToConversion() => new TypedConversion<TModel, TColumn>(this);
}
