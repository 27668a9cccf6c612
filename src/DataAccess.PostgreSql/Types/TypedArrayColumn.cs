namespace DataAccess.PostgreSql.Types;

/// <summary>A column that accepts values of one type.</summary>
internal abstract class TypedArrayColumn<TValue> : ArrayColumn
{
    public abstract void Add(TValue value);
}
