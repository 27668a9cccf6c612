using System.Collections.Concurrent;
using System.Reflection;

namespace DataAccess.Sql;

/// <summary>The converters that types declare by <see cref="ValueConverterAttribute{TConverter}"/>, and those of the framework's types.</summary>
internal static class DeclaredConversions
{
    private static readonly ConcurrentDictionary<Type, ValueConversion?> Known = new(BuiltInConverters.All);

    /// <summary>The converter of a type without <c>?</c>, or null.</summary>
    /// <exception cref="MappingException">It does not convert the type.</exception>
    public static ValueConversion? Find(Type type)
        => Known.TryGetValue(type, out var known) ? known : Known.GetOrAdd(type, Of(type, type.GetCustomAttribute<ValueConverterAttribute>(inherit: false), type.Name));

    /// <summary>The converter that the attribute of a member or a type names; null if there is none.</summary>
    /// <param name="type">The type without <c>?</c>.</param>
    /// <param name="attribute">The attribute, or null.</param>
    /// <param name="name">The member, or the type.</param>
    /// <exception cref="MappingException">It does not convert the type.</exception>
    public static ValueConversion? Of(Type type, ValueConverterAttribute? attribute, string name) => attribute?.Create().ToConversion().For(name, type);
}
