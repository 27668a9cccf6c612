using DataAccess.PostgreSql.Types;

namespace DataAccess.PostgreSql.Sessions;

/// <summary>The types that the driver itself reads and writes: its own, and those that its data source was configured for.</summary>
internal static class DriverTypes
{
    private static readonly Func<Type, bool> Own = PostgreSqlTypes.IsOfDriver;

    /// <summary>Whether a type is one; the same function each time if no more were configured.</summary>
    public static Func<Type, bool> With(IEnumerable<Type>? configured)
    {
        HashSet<Type> all = [.. configured ?? []];
        return all.Count == 0 ? Own : type => all.Contains(type) || PostgreSqlTypes.IsOfDriver(type) || (type.IsSZArray && all.Contains(type.GetElementType()!));
    }
}
