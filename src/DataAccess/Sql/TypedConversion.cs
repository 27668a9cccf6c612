using System.Data.Common;
using System.Globalization;
using DataAccess.Sql.Reading;

namespace DataAccess.Sql;

/// <summary>A value converter.</summary>
internal sealed class TypedConversion<TModel, TColumn> : ModelConversion<TModel>
    where TModel : notnull
    where TColumn : notnull
{
    private readonly IValueConverter<TModel, TColumn> _converter;
    private readonly Func<DbDataReader, int, TColumn> _read;

    /// <param name="converter">The converter.</param>
    /// <param name="isOfDriver">Whether the driver itself reads and writes the column type.</param>
    /// <exception cref="MappingException">No column has the column type.</exception>
    public TypedConversion(IValueConverter<TModel, TColumn> converter, bool isOfDriver = false)
        : base(typeof(TColumn))
    {
        _converter = converter;
        if (!isOfDriver && ScalarTypes.Find(typeof(TColumn)) is null && ScalarTypes.FindByArray(typeof(TColumn)) is null)
        {
            throw new MappingException(
                $"The converter of {typeof(TModel).Name}, {Name}, stores it as {typeof(TColumn).Name}, which no column holds. "
                + $"Convert it to one of {string.Join(", ", ScalarTypes.ColumnTypes.Select(static t => t.Name))}.");
        }

        _read = typeof(TColumn) == typeof(string) ? (Func<DbDataReader, int, TColumn>)(object)(Func<DbDataReader, int, string>)TextColumn.Any : ScalarTypes.ReaderOf<TColumn>();
    }

    /// <summary>The converter.</summary>
    public IValueConverter<TModel, TColumn> Converter => _converter;

    private string Name => _converter is DelegateConverter<TModel, TColumn> ? "a function" : _converter.GetType().Name;

    public override object? ToColumn(object value) => _converter.ToColumn((TModel)value);

    public override object? FromColumn(object value) => _converter.FromColumn((TColumn)value);

    public override TModel? Read(DbDataReader reader, int column)
    {
        var value = _read(reader, column);
        try
        {
            return _converter.FromColumn(value);
        }
        catch (Exception exception)
        {
            // Its message may contain the value.
            throw new ConverterException($"the converter {Name} threw {exception.GetType().Name}. See the inner exception.", exception);
        }
    }

    public override object ReadSimple(DbDataReader reader, int column)
        => Read(reader, column) is not { } value ? DBNull.Value
            : typeof(TModel).IsEnum ? Convert.ChangeType(value, Enum.GetUnderlyingType(typeof(TModel)), CultureInfo.InvariantCulture)
            : value;

    public override TResult Accept<TResult>(IConversionVisitor<TResult> visitor) => visitor.Visit(this);
}
