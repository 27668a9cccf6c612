using System.Data.Common;

namespace DataAccess.Sql;

/// <summary>A value converter whose column type is known only at run time.</summary>
internal abstract class ModelConversion<TModel>(Type columnType) : ValueConversion(typeof(TModel), columnType)
    where TModel : notnull
{
    /// <summary>Reads a column as the model.</summary>
    /// <exception cref="ConverterException">The converter threw.</exception>
    public abstract TModel? Read(DbDataReader reader, int column);
}
