using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using DataAccess.Mapping;

namespace DataAccess.Keys;

/// <summary>How the parts of a key type are read, and a key is made of them.</summary>
internal sealed class KeyParts
{
    private readonly MethodInvoker[]? _read;
    private readonly int[]? _places;

    private KeyParts(ConstructorInfo constructor, Type[] types, MethodInvoker[]? read, int[]? places)
    {
        Constructor = constructor;
        Types = types;
        _read = read;
        _places = places;
    }

    public ConstructorInfo Constructor { get; }

    public Type[] Types { get; }

    public bool IsTuple => _read is null;

    /// <summary>The parts of a key type.</summary>
    /// <param name="type">The key type.</param>
    /// <param name="row">The row's name, for messages.</param>
    /// <param name="wanted">What the key's columns need.</param>
    /// <exception cref="MappingException">It has other parts.</exception>
    public static KeyParts Of([DynamicallyAccessedMembers(MappedMembers.All)] Type type, string row, IReadOnlyList<KeyPart> wanted)
    {
        MappingException Mismatch(string problem)
        {
            var list = string.Join(", ", wanted.Select(static part => $"{part.Type.Name} {part.Member}"));
            return new MappingException(
                $"The key of {row} has {wanted.Count} columns ({list}), and the key type {NameOf(type)} {problem}. Use {(wanted.Count > 7 ? "" : $"the tuple ({list}), or ")}a record with these members.");
        }

        if (wanted.FirstOrDefault(static part => part.IsNullable) is { } nullable)
        {
            throw new MappingException($"{row}.{nullable.Member} is a part of the key and nullable. Make it {nullable.Type.Name}: no part of a key may be null.");
        }

        var types = wanted.Select(static part => part.Type).ToArray();
        if (typeof(ITuple).IsAssignableFrom(type) && type.IsGenericType)
        {
            var given = type.GetGenericArguments();
            return given.Length > 7 ? throw Mismatch("is a tuple of more than 7 parts, of which only a record can be made")
                : given.Length != types.Length ? throw Mismatch(Invariant($"has {given.Length} parts"))
                : given.Zip(types).Index().FirstOrDefault(static part => part.Item.First != part.Item.Second) is { Item.First: { } other } part
                    ? throw Mismatch($"has {NameOf(other)} where {wanted[part.Index].Member} is {part.Item.Second.Name}")
                : new KeyParts(type.GetConstructor(given)!, types, read: null, places: null);
        }

        var constructor = Array.Find(type.GetConstructors(), c => c.GetParameters().Length == wanted.Count && wanted.All(part => Array.Exists(c.GetParameters(), p => IsFor(p, part))))
            ?? throw Mismatch("has no constructor with a parameter for each of them, by name and type");
        var properties = type.GetProperties(BindingFlags.Instance | BindingFlags.Public);
        MethodInvoker ReaderOf(KeyPart part)
            => Array.Find(properties, p => p.PropertyType == part.Type && string.Equals(p.Name, part.Member, StringComparison.OrdinalIgnoreCase))?.GetMethod is { IsPublic: true } getter
                ? MethodInvoker.Create(getter)
                : throw Mismatch($"has no property {part.Member} of type {part.Type.Name}");

        return new KeyParts(
            constructor,
            types,
            [.. wanted.Select(ReaderOf)],
            Array.ConvertAll(constructor.GetParameters(), p => wanted.Index().First(part => IsFor(p, part.Item)).Index));
    }

    public object? ValueOf(object key, int part) => _read is null ? ((ITuple)key)[part] : _read[part].Invoke(key);

    /// <summary>The parts in the order of the constructor's parameters.</summary>
    public object?[] InOrderOfConstructor(object?[] values) => _places is null ? values : Array.ConvertAll(_places, place => values[place]);

    private static bool IsFor(ParameterInfo parameter, KeyPart part)
        => string.Equals(parameter.Name, part.Member, StringComparison.OrdinalIgnoreCase) && parameter.ParameterType == part.Type;

    private static string NameOf(Type type)
        => typeof(ITuple).IsAssignableFrom(type) && type.IsGenericType ? $"({string.Join(", ", type.GetGenericArguments().Select(NameOf))})"
            : Nullable.GetUnderlyingType(type) is { } value ? value.Name + "?"
            : type.Name;
}
