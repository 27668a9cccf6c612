using DataAccess.PostgreSql.Types;

namespace DataAccess.PostgreSql.Sessions;

/// <summary>
/// The types that the driver itself reads and writes: its own, those that its data source was configured for, and those of the libraries that its plug-ins
/// are for, whose names are enough. Where the plug-in is missing, the driver's error says so.
/// </summary>
internal static class DriverTypes
{
    private static readonly HashSet<string> Plugged = new(StringComparer.Ordinal) { "NodaTime", "NetTopologySuite", "Pgvector" };

    private static readonly Func<Type, bool> Own = static type => PostgreSqlTypes.IsOfDriver(type) || IsPlugged(type);

    /// <summary>Whether a type is one; the same function each time if no more were configured.</summary>
    public static Func<Type, bool> With(IEnumerable<Type>? configured)
    {
        HashSet<Type> all = [.. configured ?? []];
        return all.Count == 0 ? Own : type => all.Contains(type) || Own(type) || (type.IsSZArray && all.Contains(type.GetElementType()!));
    }

    private static bool IsPlugged(Type type)
        => (Nullable.GetUnderlyingType(type) ?? (type.IsSZArray ? type.GetElementType()! : type)) is var plain && Plugged.Contains(plain.Assembly.GetName().Name ?? "");
}
