using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace DataAccess.Sql;

/// <summary>The converters that types declare by <see cref="ValueConverterAttribute{TConverter}"/>, and those of the framework's types.</summary>
internal static class DeclaredConversions
{
    private static readonly ConcurrentDictionary<Type, ValueConversion?> Known
        = new([.. BuiltInConverters.All.Concat(ScalarTypes.ListConversions).Select(static conversion => KeyValuePair.Create(conversion.ModelType, (ValueConversion?)conversion))]);

    /// <summary>The converter of a type without <c>?</c>, or null.</summary>
    /// <exception cref="MappingException">It does not convert the type.</exception>
    public static ValueConversion? Find(Type type)
        => Known.TryGetValue(type, out var known) ? known : Known.GetOrAdd(type, Of(type, type.GetCustomAttribute<ValueConverterAttribute>(inherit: false), type.Name) ?? OfEnums(type));

    /// <summary>That of an array of an enum. Generated maps name it themselves.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2055", Justification = "The converter has no requirements on its type argument but to be an enum.")]
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "The type has a public constructor that is used here.")]
    [UnconditionalSuppressMessage("Trimming", "IL2076", Justification = "A number has a constructor without parameters.")]
    private static ValueConversion? OfEnums(Type type)
        => RuntimeFeature.IsDynamicCodeSupported && type is { IsSZArray: true } && type.GetElementType() is { IsEnum: true } element
            ? ((IValueConverter)Activator.CreateInstance(typeof(EnumArrayConverter<,>).MakeGenericType(element, EnumNumber.ArrayElement(element)))!).ToConversion()
            : null;

    /// <summary>The converter that the attribute of a member or a type names; null if there is none.</summary>
    /// <param name="type">The type without <c>?</c>.</param>
    /// <param name="attribute">The attribute, or null.</param>
    /// <param name="name">The member, or the type.</param>
    /// <exception cref="MappingException">It does not convert the type.</exception>
    public static ValueConversion? Of(Type type, ValueConverterAttribute? attribute, string name) => attribute?.Create().ToConversion().For(name, type);
}
