using System.Data.Common;

namespace DataAccess.Sql;

/// <summary>A value converter whose types are known only at run time.</summary>
internal abstract class ValueConversion(Type modelType, Type columnType)
{
    /// <summary>The type in the program.</summary>
    public Type ModelType => modelType;

    /// <summary>The type of the column.</summary>
    public Type ColumnType => columnType;

    /// <summary>Whether it stands for a type that the driver itself reads and writes.</summary>
    public bool IsOfDriver { get; init; }

    /// <summary>A value as it is stored, or null.</summary>
    public abstract object? ToColumn(object value);

    /// <summary>A value from what is stored, which is not null.</summary>
    public abstract object? FromColumn(object value);

    /// <summary>Reads a column as the model; an enum as its number, and null as the database's null.</summary>
    /// <exception cref="ConverterException">The converter threw.</exception>
    public abstract object ReadSimple(DbDataReader reader, int column);

    public abstract TResult Accept<TResult>(IConversionVisitor<TResult> visitor);

    /// <summary>Says that the converter of a member is not for its type.</summary>
    /// <param name="member">The member.</param>
    /// <param name="type">Its type without <c>?</c>.</param>
    /// <exception cref="MappingException">It is not.</exception>
    public ValueConversion For(string member, Type type)
        => type == ModelType ? this : throw new MappingException($"{member} is of type {type.Name}, and its converter converts {ModelType.Name}. Use a converter of {type.Name}.");
}
