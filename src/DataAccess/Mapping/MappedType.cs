using System.Collections;
using System.ComponentModel.DataAnnotations.Schema;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using DataAccess.Sql;

namespace DataAccess.Mapping;

/// <summary>The reflected model of a mapped type: its table, its members, and its constructor.</summary>
internal sealed class MappedType
{
    private MappedType(TableName table, MappedMember[] members, MappedParameter[] parameters, bool setsRequired)
    {
        Table = table;
        Members = members;
        Parameters = parameters;
        MappedParameter[] ofMembers = [.. parameters.Where(static p => p.Member is not null)];
        OutsideConstructor = [.. members.Except(ofMembers.Select(static p => p.Member!))];
        Rows = [.. ofMembers.Select(p => p.Member!.Describe(p, setsRequired)), .. OutsideConstructor.Select(m => m.Describe(null, setsRequired))];
    }

    public TableName Table { get; }

    /// <summary>What is stored in a column, or read from one.</summary>
    public MappedMember[] Members { get; }

    /// <summary>The parameters of the constructor; none if it is the parameterless one.</summary>
    public MappedParameter[] Parameters { get; }

    /// <summary>The members that are set once the object exists.</summary>
    public IReadOnlyList<MappedMember> OutsideConstructor { get; }

    /// <summary>What is read of a row: the parameters that are members, then the members outside the constructor.</summary>
    public IReadOnlyList<RowMember> Rows { get; }

    /// <exception cref="MappingException">It cannot be created from a row, or two of its members have the same column.</exception>
    public static MappedType Of([DynamicallyAccessedMembers(MappedMembers.All)] Type type, Conversions conversions)
    {
        var readable = ReadableOf(type);
        var constructor = ChooseConstructor(type, readable);
        var parameters = constructor?.GetParameters() ?? [];
        var members = readable.Where(m => IsMapped(m, parameters, conversions)).ToArray();
        MarkConventionalKey(members);
        RejectSharedColumn(type, members);
        var table = type.GetCustomAttribute<TableAttribute>();
        return new MappedType(
            table is null ? new TableName(JsonNamingPolicy.SnakeCaseLower.ConvertName(type.Name)) : new TableName(table.Name, table.Schema),
            members,
            Array.ConvertAll(parameters, p => new MappedParameter(p, Array.Find(members, m => IsFor(p, m)))),
            constructor?.IsDefined(typeof(SetsRequiredMembersAttribute)) == true);
    }

    /// <summary>The public properties and fields, of which a derived type's hides a base type's of the same name.</summary>
    private static MappedMember[] ReadableOf([DynamicallyAccessedMembers(MappedMembers.All)] Type type)
    {
        if (Array.Find(type.GetProperties(BindingFlags.Public | BindingFlags.Instance), static p => p.GetMethod is not { IsPublic: true } && p.SetMethod is { IsPublic: true } set && set.GetBaseDefinition() == set && !p.IsDefined(typeof(NotMappedAttribute))) is { } unreadable)
        {
            throw new MappingException($"{type.Name}.{unreadable.Name} has a public setter and no public getter, so that it would be read from rows and not written to them. Give it a getter, or mark it [NotMapped].");
        }

        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static p => p.GetIndexParameters().Length == 0 && p.GetMethod is { IsPublic: true });
        return [.. properties.Concat<MemberInfo>(type.GetFields(BindingFlags.Public | BindingFlags.Instance))
            .GroupBy(static m => m.Name, StringComparer.Ordinal)
            .Select(static same => same.MaxBy(static m => Depth(m.DeclaringType!))!)
            .Where(static m => !m.IsDefined(typeof(NotMappedAttribute)))
            .Select(static m => new MappedMember(m))];
    }

    private static int Depth(Type type) => type.BaseType is { } parent ? 1 + Depth(parent) : 0;

    /// <summary>Whether a member has a column: whatever can be set, and what keeps a value that a column can have, even if it can only be written.</summary>
    private static bool IsMapped(MappedMember member, ParameterInfo[] parameters, Conversions conversions)
        => member.IsSettable
        || Array.Exists(parameters, p => IsFor(p, member))
        || (member.KeepsValue && (member.IsJson || ColumnReader.IsScalar(member.Type) || member.Conversion is not null || (!typeof(IEnumerable).IsAssignableFrom(member.Type) && conversions.Find(member.Type) is not null)));

    /// <summary>The parameterless constructor if there is one, otherwise the largest one whose parameters are all members or optional.</summary>
    private static ConstructorInfo? ChooseConstructor([DynamicallyAccessedMembers(MappedMembers.All)] Type type, MappedMember[] members)
    {
        var constructors = type.GetConstructors();
        if (type.IsValueType || Array.Exists(constructors, static c => c.GetParameters().Length == 0))
        {
            return constructors.FirstOrDefault(c => type.IsValueType && FitsAll(c, members));
        }

        return constructors
            .Where(c => FitsAll(c, members))
            .MaxBy(static c => c.GetParameters().Length)
            ?? throw new MappingException(
                $"{type.Name} cannot be created from a row: it has no public parameterless constructor, "
                + "and none whose parameters all match public properties by name and type.");
    }

    private static bool FitsAll(ConstructorInfo constructor, MappedMember[] members)
        => constructor.GetParameters() is { Length: > 0 } parameters
        && Array.TrueForAll(parameters, p => p.HasDefaultValue || Array.Exists(members, m => IsFor(p, m)))
        && Array.Exists(parameters, p => Array.Exists(members, m => IsFor(p, m)));

    private static bool IsFor(ParameterInfo parameter, MappedMember member)
        => string.Equals(parameter.Name, member.Name, StringComparison.OrdinalIgnoreCase)
        && parameter.ParameterType == member.DeclaredType;

    /// <summary>Without a <c>[Key]</c>, a member named <c>Id</c> is the key.</summary>
    private static void MarkConventionalKey(MappedMember[] members)
    {
        var conventional = Array.FindIndex(members, static m => string.Equals(m.Name, "Id", StringComparison.Ordinal));
        if (conventional >= 0 && !Array.Exists(members, static m => m.IsKey))
        {
            members[conventional] = new MappedMember(members[conventional].Member) { IsKey = true };
        }
    }

    private static void RejectSharedColumn(Type type, MappedMember[] members)
    {
        if (members.GroupBy(static m => m.Column, StringComparer.OrdinalIgnoreCase).FirstOrDefault(static g => g.Count() > 1) is { } shared)
        {
            throw new MappingException(
                $"Column '{shared.Key}' belongs to {shared.Count()} members of {type.Name}: {string.Join(" and ", shared.Select(static m => m.Name))}. "
                + "Give one of them another column with [Column], or exclude it with [NotMapped].");
        }
    }
}
