using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using DataAccess.Failures;
using DataAccess.Sql;

namespace DataAccess.Mapping;

/// <summary>One column of a <see cref="TableMap{T}"/> and the accessor of its value in a row.</summary>
/// <typeparam name="T">The row.</typeparam>
public abstract class ColumnMap<T>
{
    private protected ColumnMap(string column, Type type, ColumnTraits? traits)
    {
        SqlDialect.CheckIdentifier(column);
        Column = column;
        Type = type;
        Member = traits?.Member ?? column;
        IsKey = traits?.IsKey == true;
        KeyOrder = traits?.KeyOrder ?? int.MaxValue;
        IsGenerated = traits?.IsGenerated == true;
        IsVersion = traits?.IsVersion == true;
        EnumType = traits?.EnumType;
    }

    /// <summary>The column's name in the database.</summary>
    public string Column { get; }

    /// <summary>The name of the row's member, for messages; the column's name if there is no member.</summary>
    public string Member { get; }

    /// <summary>The CLR type in which its values are sent: never nullable, never an enum.</summary>
    public Type Type { get; }

    /// <summary>Whether the column is the key, or one of the key's columns.</summary>
    public bool IsKey { get; }

    /// <summary>The column's place in a key of several columns, as <see cref="ColumnTraits.KeyOrder"/> says.</summary>
    public int KeyOrder { get; }

    /// <summary>Whether the database generates the value, so that an insert omits it.</summary>
    public bool IsGenerated { get; }

    /// <summary>Whether the column is the row's version, which counts its changes.</summary>
    public bool IsVersion { get; }

    /// <summary>The enum whose number the values are; null if they are no enum.</summary>
    public Type? EnumType { get; }

    /// <summary>Passes the row's value to a writer.</summary>
    /// <param name="row">The row.</param>
    /// <param name="writer">The writer.</param>
    /// <param name="column">The column's position there.</param>
    public abstract void Write(T row, RowWriter writer, int column);

    /// <summary>Whether the row's value is null.</summary>
    /// <param name="row">The row.</param>
    public abstract bool IsNull(T row);

    /// <summary>The approximate number of bytes of the value on the wire.</summary>
    /// <param name="row">The row.</param>
    public abstract int SizeOf(T row);

    /// <summary>
    /// The same column with the enum's names as its values, for a column of names; this column if its values are no enum. A value that has no name is
    /// rejected.
    /// </summary>
    public ColumnMap<T> ByName() => EnumType is null ? this : CreateReference(Column, NameGetter(EnumType), Traits with { EnumType = null });

    /// <summary>The column's properties, as they were given.</summary>
    private protected ColumnTraits Traits => new() { Member = Member, IsKey = IsKey, KeyOrder = KeyOrder, IsGenerated = IsGenerated, IsVersion = IsVersion, EnumType = EnumType, AcceptsNull = AcceptsNull };

    /// <summary>The converter of the member; null if there is none.</summary>
    internal virtual ValueConversion? Conversion => null;

    /// <summary>The type of the member without <c>?</c>.</summary>
    internal Type MemberType => Conversion?.ModelType ?? EnumType ?? Type;

    /// <summary>The column as a database with these converters has it.</summary>
    /// <exception cref="MappingException">No column holds the member.</exception>
    internal virtual ColumnMap<T> Resolve(Conversions conversions) => this;

    /// <summary>The function that reads the name of an enum from a row.</summary>
    private protected abstract Func<T, string?> NameGetter(Type enumType);

    /// <summary>The function that reads the value from a row, with its own type.</summary>
    internal abstract Delegate Getter { get; }

    /// <summary>Whether the member's type has a null.</summary>
    internal abstract bool AcceptsNull { get; }

    /// <summary>The row's value.</summary>
    internal abstract object? ValueOf(T row);

    /// <summary>The comparer of rows by this column, or null if its values have no order.</summary>
    internal abstract Comparison<T>? Order { get; }

    /// <summary>The exception of a write when the row's own code throws.</summary>
    private protected RowValueException Unreadable(Exception cause) => RowValueException.Of($"{typeof(T).Name}.{Member}", cause);

    /// <summary>Rejects text in which drivers would replace a character.</summary>
    private protected TValue Sound<TValue>(TValue value)
        => UnpairedSurrogate.FindIn(value) is { } problem
            ? throw Unreadable(new MappingException($"{typeof(T).Name}.{Member}, for column '{Column}', holds {problem}."))
            : value;

    /// <summary>Appends the row's value to a statement, as a parameter.</summary>
    internal abstract void AppendTo(SqlStatement statement, T row);

    /// <summary>A column whose value is never null.</summary>
    /// <typeparam name="TValue">The type in which the values are sent.</typeparam>
    /// <param name="column">The column's name.</param>
    /// <param name="get">Reads the value.</param>
    /// <param name="traits">Further properties of the column; null for an ordinary one.</param>
    public static ColumnMap<T> Create<TValue>(string column, Func<T, TValue> get, ColumnTraits? traits = null)
        where TValue : struct
        => new ValueColumn<T, TValue>(column, get, traits);

    /// <summary>A column of a value type that may be null.</summary>
    /// <typeparam name="TValue">The type in which the values are sent.</typeparam>
    /// <param name="column">The column's name.</param>
    /// <param name="get">Reads the value.</param>
    /// <param name="traits">Further properties of the column; null for an ordinary one.</param>
    public static ColumnMap<T> CreateNullable<TValue>(string column, Func<T, TValue?> get, ColumnTraits? traits = null)
        where TValue : struct
        => new NullableColumn<T, TValue>(column, get, traits);

    /// <summary>A column of a reference type, such as text, that may be null.</summary>
    /// <typeparam name="TValue">The type in which the values are sent.</typeparam>
    /// <param name="column">The column's name.</param>
    /// <param name="get">Reads the value.</param>
    /// <param name="traits">Further properties of the column; null for an ordinary one.</param>
    public static ColumnMap<T> CreateReference<TValue>(string column, Func<T, TValue?> get, ColumnTraits? traits = null)
        where TValue : class
        => new ReferenceColumn<T, TValue>(column, get, traits);

    /// <summary>Says that no column holds a member.</summary>
    /// <param name="member">The member.</param>
    /// <param name="type">Its type without <c>?</c>.</param>
    /// <exception cref="MappingException">Always.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static ColumnMap<T> Reject(string member, Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        throw NoColumn(member, type);
    }

    /// <summary>The error of a member that no column holds.</summary>
    private protected static MappingException NoColumn(string member, Type type)
        => new(
            $"{typeof(T).Name}.{member} is of type {type.Name}, which cannot be stored in a column. "
            + $"Change it to one of {string.Join(", ", ScalarTypes.ColumnTypes.Select(static t => t.Name))} or an enum, "
            + "give it a converter with [ValueConverter<…>], store it as JSON with [Column(TypeName = \"json\")], or exclude it with [NotMapped].");

    /// <summary>A column of a value that a converter stores, and that is never null.</summary>
    /// <typeparam name="TModel">The member's type.</typeparam>
    /// <param name="column">The column's name.</param>
    /// <param name="get">Reads the value.</param>
    /// <param name="converter">The member's own converter; null for the type's, or the database's.</param>
    /// <param name="traits">Further properties of the column; null for an ordinary one.</param>
    /// <exception cref="MappingException">The converter does not convert the type.</exception>
    public static ColumnMap<T> CreateConverted<TModel>(string column, Func<T, TModel> get, IValueConverter? converter = null, ColumnTraits? traits = null)
        where TModel : struct
        => CreateConverted<TModel>(
            column,
            (T row, out TModel model) =>
            {
                model = get(row);
                return true;
            },
            converter,
            (traits ?? new()) with { AcceptsNull = false });

    /// <summary>A column of a value type that a converter stores.</summary>
    /// <typeparam name="TModel">The member's type without <c>?</c>.</typeparam>
    /// <param name="column">The column's name.</param>
    /// <param name="get">Reads the value; null is stored as null.</param>
    /// <param name="converter">The member's own converter; null for the type's, or the database's.</param>
    /// <param name="traits">Further properties of the column; null for an ordinary one.</param>
    /// <exception cref="MappingException">The converter does not convert the type.</exception>
    public static ColumnMap<T> CreateConvertedNullable<TModel>(string column, Func<T, TModel?> get, IValueConverter? converter = null, ColumnTraits? traits = null)
        where TModel : struct
        => CreateConverted<TModel>(
            column,
            (T row, out TModel model) =>
            {
                var value = get(row);
                model = value.GetValueOrDefault();
                return value.HasValue;
            },
            converter,
            traits);

    /// <summary>A column of a reference type that a converter stores.</summary>
    /// <typeparam name="TModel">The member's type.</typeparam>
    /// <param name="column">The column's name.</param>
    /// <param name="get">Reads the value; null is stored as null.</param>
    /// <param name="converter">The member's own converter; null for the type's, or the database's.</param>
    /// <param name="traits">Further properties of the column; null for an ordinary one.</param>
    /// <exception cref="MappingException">The converter does not convert the type.</exception>
    public static ColumnMap<T> CreateConvertedReference<TModel>(string column, Func<T, TModel?> get, IValueConverter? converter = null, ColumnTraits? traits = null)
        where TModel : class
        => CreateConverted(column, (T row, [NotNullWhen(true)] out TModel? model) => (model = get(row)) is not null, converter, traits);

    private static ColumnMap<T> CreateConverted<TModel>(string column, ModelGetter<T, TModel> get, IValueConverter? converter, ColumnTraits? traits)
        where TModel : notnull
        => converter?.ToConversion().For($"{typeof(T).Name}.{traits?.Member ?? column}", typeof(TModel)) is ModelConversion<TModel> conversion
            ? ConvertedColumns<T>.Create(column, conversion, get, traits)
            : new ModelColumn<T, TModel>(column, get, traits);

    /// <summary>A column of an enum that is stored as its name; null where the value is.</summary>
    /// <typeparam name="TEnum">The enum.</typeparam>
    /// <param name="column">The column's name.</param>
    /// <param name="get">Reads the value.</param>
    /// <param name="traits">Further properties of the column; null for an ordinary one.</param>
    public static ColumnMap<T> CreateName<TEnum>(string column, Func<T, TEnum?> get, ColumnTraits? traits = null)
        where TEnum : struct, Enum
        => CreateReference(column, row => get(row) is { } value ? Enum.GetName(value) ?? EnumText.Of(value) : null, Encoded(traits));

    /// <summary>A column of a number that is stored as its digits; null where the value is.</summary>
    /// <typeparam name="TNumber">The number's type.</typeparam>
    /// <param name="column">The column's name.</param>
    /// <param name="get">Reads the value.</param>
    /// <param name="traits">Further properties of the column; null for an ordinary one.</param>
    public static ColumnMap<T> CreateDigits<TNumber>(string column, Func<T, TNumber?> get, ColumnTraits? traits = null)
        where TNumber : struct, IConvertible
        => CreateReference(column, row => get(row)?.ToString(CultureInfo.InvariantCulture), Encoded(traits));

    /// <summary>A column of a value that is stored as JSON; null where the value is.</summary>
    /// <typeparam name="TValue">The value's type.</typeparam>
    /// <param name="column">The column's name.</param>
    /// <param name="get">Reads the value.</param>
    /// <param name="context">How the value becomes JSON; null for the reflection of System.Text.Json.</param>
    /// <param name="traits">Further properties of the column; null for an ordinary one.</param>
    /// <exception cref="MappingException">System.Text.Json cannot handle the type.</exception>
    public static ColumnMap<T> CreateJson<TValue>(string column, Func<T, TValue> get, JsonSerializerContext? context = null, ColumnTraits? traits = null)
    {
        var type = Nullable.GetUnderlyingType(typeof(TValue)) ?? typeof(TValue);
        var json = new JsonColumn(typeof(T), new RowMember(traits?.Member ?? column, column, type) { Json = context });
        return CreateReference(column, row => json.Write(get(row)), Encoded(traits));
    }

    private static ColumnTraits Encoded(ColumnTraits? traits) => (traits ?? new()) with { IsEncoded = true };
}
