namespace DataAccess.Sql;

/// <summary>Whether values of a type are a column's as they are, on every database.</summary>
internal static class ColumnValue<T>
{
    public static readonly bool IsOne = ScalarTypes.Find(Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T)) is not null;
}
