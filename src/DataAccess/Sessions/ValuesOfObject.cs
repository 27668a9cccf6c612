using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace DataAccess.Sessions;

/// <summary>The public properties of an object as session values.</summary>
internal static class ValuesOfObject
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Members = new();

    [RequiresUnreferencedCode("The properties of the object are found by reflection.")]
    public static (string Name, object? Value)[] Read(object values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var members = Members.GetOrAdd(values.GetType(), static type => [.. type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(static p => p.CanRead && p.GetIndexParameters().Length == 0)]);
        return Array.ConvertAll(members, member => (member.Name, member.GetValue(values)));
    }
}
