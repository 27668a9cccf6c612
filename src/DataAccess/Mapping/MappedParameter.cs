using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace DataAccess.Mapping;

/// <summary>A parameter of the constructor through which rows become objects.</summary>
/// <param name="parameter">The parameter.</param>
/// <param name="member">The member of the same name and type; null for an optional parameter that has none.</param>
internal sealed class MappedParameter(ParameterInfo parameter, MappedMember? member)
{
    public string Name => parameter.Name!;

    public Type Type { get; } = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;

    public MappedMember? Member => member;

    public bool IsOptional => parameter.HasDefaultValue;

    /// <summary>What an optional parameter is if its column is missing: an enum as its number, null as the database's null.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "A value type's default needs none of its constructors.")]
    public object Default
        => parameter.DefaultValue is { } value and not DBNull ? Simple(value)
        : parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null
            ? Simple(RuntimeHelpers.GetUninitializedObject(parameter.ParameterType))
        : DBNull.Value;

    private object Simple(object value) => Type.IsEnum ? Convert.ChangeType(value, Enum.GetUnderlyingType(Type), null) : value;
}
