namespace DataAccess.PostgreSql.Types;

/// <summary>The values of one column of a batch.</summary>
internal abstract class ArrayColumn
{
    /// <summary>The type of the array that the driver sends.</summary>
    public abstract Type ArrayType { get; }

    /// <summary>The values as the driver accepts them; they change with the column.</summary>
    public abstract object Values { get; }

    public abstract void AddNull();

    public abstract void Clear();
}
