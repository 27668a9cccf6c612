using System.ComponentModel.DataAnnotations.Schema;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;

namespace DataAccess.Mapping;

/// <summary>The reflected model of a mapped type: its table, its members, and its constructor.</summary>
internal sealed class MappedType
{
    private MappedType(Type type, TableName table, MappedMember[] members, MappedMember[]? constructorMembers)
    {
        Type = type;
        Table = table;
        Members = members;
        ConstructorMembers = constructorMembers;
    }

    public Type Type { get; }

    public TableName Table { get; }

    public MappedMember[] Members { get; }

    /// <summary>The members that the constructor takes, in its order; null if there is a parameterless one.</summary>
    public MappedMember[]? ConstructorMembers { get; }

    /// <summary>Members that are not constructor parameters, and so cannot be set from a row.</summary>
    public IEnumerable<MappedMember> OutsideConstructor => ConstructorMembers is null ? [] : Members.Except(ConstructorMembers);

    public static MappedType Of([DynamicallyAccessedMembers(MappedMembers.All)] Type type)
    {
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static p => p.GetIndexParameters().Length == 0 && p.GetMethod is { IsPublic: true } && !p.IsDefined(typeof(NotMappedAttribute)))
            .ToArray();
        var constructor = ChooseConstructor(type, properties);
        var parameters = constructor?.GetParameters() ?? [];
        var members = properties
            .Select(static p => new MappedMember(p))
            .Where(m => m.IsSettable || Array.Exists(parameters, p => IsFor(p, m.Property)))
            .ToArray();
        MarkConventionalKey(members);
        var table = type.GetCustomAttribute<TableAttribute>();
        return new MappedType(
            type,
            table is null ? new TableName(JsonNamingPolicy.SnakeCaseLower.ConvertName(type.Name)) : new TableName(table.Name, table.Schema),
            members,
            parameters.Length == 0 ? null : Array.ConvertAll(parameters, p => Array.Find(members, m => IsFor(p, m.Property))!));
    }

    /// <summary>The parameterless constructor if there is one, otherwise the one whose parameters are all properties.</summary>
    private static ConstructorInfo? ChooseConstructor(
        [DynamicallyAccessedMembers(MappedMembers.All)] Type type, PropertyInfo[] properties)
    {
        var constructors = type.GetConstructors();
        if (type.IsValueType || Array.Exists(constructors, static c => c.GetParameters().Length == 0))
        {
            return constructors.FirstOrDefault(c => type.IsValueType && FitsAll(c, properties));
        }

        return constructors
            .Where(c => FitsAll(c, properties))
            .MaxBy(static c => c.GetParameters().Length)
            ?? throw new MappingException(
                $"{type.Name} cannot be created from a row: it has no public parameterless constructor, "
                + "and none whose parameters all match public properties by name and type.");
    }

    private static bool FitsAll(ConstructorInfo constructor, PropertyInfo[] properties)
        => constructor.GetParameters() is { Length: > 0 } parameters
        && Array.TrueForAll(parameters, parameter => Array.Exists(properties, p => IsFor(parameter, p)));

    private static bool IsFor(ParameterInfo parameter, PropertyInfo property)
        => string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase)
        && parameter.ParameterType == property.PropertyType;

    /// <summary>Without a <c>[Key]</c>, a property named <c>Id</c> is the key.</summary>
    private static void MarkConventionalKey(MappedMember[] members)
    {
        var conventional = Array.FindIndex(members, static m => string.Equals(m.Name, "Id", StringComparison.Ordinal));
        if (conventional >= 0 && !Array.Exists(members, static m => m.IsKey))
        {
            members[conventional] = new MappedMember(members[conventional].Property) { IsKey = true };
        }
    }
}
