using DataAccess.Analyzers.Rows.Models;
using Microsoft.CodeAnalysis;

namespace DataAccess.Analyzers.Rows.Symbols;

/// <summary>Makes the model of a type, as the library's reflection does at run time; a test runs both on the same types.</summary>
internal static class RowReader
{
    /// <summary>The model; null if the type cannot be mapped.</summary>
    /// <param name="type">The type.</param>
    /// <param name="within">The assembly whose code reads its rows.</param>
    /// <param name="json">The JSON context, or null.</param>
    /// <param name="report">Receives what is wrong; null if nobody wants to know.</param>
    public static RowModel? Read(INamedTypeSymbol type, Compilation within, ITypeSymbol? json, Action<RowProblem>? report = null)
    {
        if (Unreachable(type, within) is { } reason)
        {
            report?.Invoke(new RowProblem(RowProblemKind.Type, type, reason));
            return null;
        }

        if (RowMembers.OnlySettable(type) is { } settable)
        {
            report?.Invoke(new RowProblem(
                RowProblemKind.Type, type, $"has a property {settable.Name} with a public setter and no public getter, which would be read from rows and not written to them: give it a getter, or mark it [NotMapped]"));
            return null;
        }

        var readable = RowMembers.Of(type);
        if (!RowConstructor.TryFind(type, readable, out var constructor))
        {
            report?.Invoke(new RowProblem(
                RowProblemKind.Type, type, "has no public parameterless constructor, and none whose parameters all match public properties by name and type: add one"));
            return null;
        }

        var parameters = constructor?.Parameters ?? [];
        var symbols = readable.Where(m => IsMapped(m, parameters)).ToArray();
        var key = symbols.Any(MappingAttributes.IsKey) ? null : symbols.FirstOrDefault(static m => m.Name == "Id");
        var setsRequired = constructor is not null && MappingAttributes.SetsRequired(constructor);
        var members = symbols.Select(m => MemberOf(m, type, IsKeyOf(m, key), setsRequired || parameters.Any(p => RowConstructor.IsFor(p, m)))).ToArray();
        ReportMembers(symbols, members, parameters, json, report);
        if (members.Length == 0)
        {
            report?.Invoke(new RowProblem(RowProblemKind.Type, type, "has no columns: add a public property with a setter, or a parameter of the constructor with a property of its name"));
            return null;
        }

        if (ReportSharedColumn(type, symbols, members, report))
        {
            return null;
        }

        var table = MappingAttributes.Table(type);
        return new RowModel(
            TypeNames.Full(type),
            type.Name,
            TypeNames.File(type),
            table.Name ?? SnakeCase.Of(type.MetadataName),
            table.Schema,
            json is null ? null : TypeNames.Full(json),
            new(members),
            new(parameters.Select(p => ParameterOf(p, symbols))))
        {
            IsValueType = type.IsValueType,
            Constructor = constructor is not null && !setsRequired && HasRequired(type) ? TypeNames.Owner(type) : null,
        };
    }

    private static bool IsKeyOf(ISymbol member, ISymbol? conventional)
        => MappingAttributes.IsKey(member) || (conventional is not null && SymbolEqualityComparer.Default.Equals(member, conventional));

    private static string? Unreachable(INamedTypeSymbol type, Compilation within)
        => type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || type.IsStatic || type.IsAbstract ? "is no class or struct of which objects can be made"
            : type.IsUnboundGenericType || HasOpenParameter(type) ? "is generic, and each form of it has a map of its own: add [assembly: Row<…>] for each, and remove [Row]"
            : type.IsRefLikeType ? "is a ref struct, which no list holds"
            : type.IsFileLocal || !within.IsSymbolAccessibleWithin(type, within.Assembly) ? "cannot be reached by other code of the assembly: make it, and the types that it is nested in, internal or public"
            : null;

    private static bool HasOpenParameter(INamedTypeSymbol? type)
        => type is not null && (type.TypeArguments.Any(static a => a.TypeKind == TypeKind.TypeParameter) || HasOpenParameter(type.ContainingType));

    private static bool HasRequired(INamedTypeSymbol? type) => type is not null && (type.GetMembers().Any(RowMembers.IsRequired) || HasRequired(type.BaseType));

    /// <summary>Whether a member has a column: whatever can be set, and what keeps a value that a column can have, even if it can only be written.</summary>
    private static bool IsMapped(ISymbol member, IReadOnlyList<IParameterSymbol> parameters)
        => RowMembers.IsSettable(member)
        || parameters.Any(p => RowConstructor.IsFor(p, member))
        || (RowMembers.KeepsValue(member) && (IsJson(member) || MappingAttributes.Converter(member) is not null || HasColumn(TypeNames.Underlying(RowMembers.TypeOf(member)))));

    private static bool HasColumn(ITypeSymbol type)
        => ColumnTypes.KindOf(type, isText: false) is var kind && kind != ColumnKind.None && (kind != ColumnKind.Converted || !ColumnTypes.IsCollection(type));

    private static bool IsJson(ISymbol member)
        => MappingAttributes.Column(member).Type?.ToUpperInvariant() is "JSON" or "JSONB" && RowMembers.TypeOf(member).SpecialType != SpecialType.System_String;

    private static MemberModel MemberOf(ISymbol member, INamedTypeSymbol type, bool isKey, bool isSetByConstructor)
    {
        var declared = RowMembers.TypeOf(member);
        var underlying = TypeNames.Underlying(declared);
        var column = MappingAttributes.Column(member);
        var isText = string.Equals(column.Type, "text", StringComparison.OrdinalIgnoreCase);
        return new MemberModel(
            member.Name,
            column.Name ?? SnakeCase.Of(member.Name),
            TypeNames.Full(underlying),
            KindOf(member, underlying, isText))
        {
            Converter = MappingAttributes.Converter(member) is { } converter ? TypeNames.Full(converter)
                : ColumnTypes.EnumOfArray(underlying) is { } element && !IsJson(member) ? $"global::DataAccess.Sql.EnumArrayConverter<{TypeNames.Full(element)}, {ColumnTypes.ArrayElementOf(element)}>"
                : null,
            IsText = isText,
            IsNamed = column.Name is not null,
            IsValueType = declared.IsValueType,
            AcceptsNull = !declared.IsValueType || TypeNames.IsNullable(declared),
            IsRequired = RowMembers.IsRequired(member) && !isSetByConstructor,
            IsKey = isKey,
            KeyOrder = MappingAttributes.Order(member),
            IsGenerated = MappingAttributes.IsGenerated(member),
            IsVersion = MappingAttributes.IsVersion(member),
            Number = (underlying as INamedTypeSymbol)?.EnumUnderlyingType is { } number ? TypeNames.Full(number) : null,
            Setter = !RowMembers.IsSettable(member) ? null
                : RowMembers.IsAssignable(member) ? new SetterModel(IsDirect: true, null, "")
                : new SetterModel(IsDirect: false, TypeNames.Owner(member.ContainingType), TypeNames.Full(RowMembers.TypeOf(member.OriginalDefinition))),
        };
    }

    /// <summary>A type that no column holds may have a converter that only the program knows when it runs.</summary>
    private static ColumnKind KindOf(ISymbol member, ITypeSymbol type, bool isText)
        => MappingAttributes.Converter(member) is not null ? ColumnKind.Converted
            : IsJson(member) ? ColumnKind.Json
            : ColumnTypes.KindOf(type, isText) is not ColumnKind.None and var kind ? kind
            : type.IsRefLikeType || type.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer ? ColumnKind.None
            : ColumnKind.Converted;

    private static ParameterModel ParameterOf(IParameterSymbol parameter, ISymbol[] members)
        => new(
            TypeNames.Full(parameter.OriginalDefinition.Type),
            Array.FindIndex(members, m => RowConstructor.IsFor(parameter, m)),
            parameter.HasExplicitDefaultValue ? DefaultValue.Of(parameter) : null);

    private static void ReportMembers(
        ISymbol[] symbols, MemberModel[] members, IReadOnlyList<IParameterSymbol> parameters, ITypeSymbol? json, Action<RowProblem>? report)
    {
        for (var i = 0; report is not null && i < members.Length; i++)
        {
            if (members[i] is { Kind: ColumnKind.None } or { Kind: ColumnKind.Converted, Converter: null }
                && ColumnTypes.KindOf(TypeNames.Underlying(RowMembers.TypeOf(symbols[i])), members[i].IsText) == ColumnKind.None)
            {
                report(new RowProblem(
                    RowProblemKind.Member, symbols[i], $"is of type {RowMembers.TypeOf(symbols[i]).ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}, which no column holds: give the member or its type a converter with [ValueConverter<…>], store it as JSON with [Column(TypeName = \"json\")], or exclude it with [NotMapped]"));
            }
            else if (members[i].Setter is null && symbols[i].DeclaringSyntaxReferences.IsEmpty && !parameters.Any(p => RowConstructor.IsFor(p, symbols[i])))
            {
                report(new RowProblem(
                    RowProblemKind.Member, symbols[i], "has no setter that can be seen from here, so that it is written but not read: add it to the constructor, or mark the type [Row] where it is declared"));
            }

            if (members[i].Kind == ColumnKind.Json && json is null)
            {
                report(new RowProblem(RowProblemKind.JsonWithoutContext, symbols[i], ""));
            }
        }
    }

    private static bool ReportSharedColumn(INamedTypeSymbol type, ISymbol[] symbols, MemberModel[] members, Action<RowProblem>? report)
    {
        var shared = members.GroupBy(static m => m.Column, StringComparer.OrdinalIgnoreCase).FirstOrDefault(static g => g.Count() > 1);
        if (shared is null)
        {
            return false;
        }

        var last = symbols[Array.IndexOf(members, shared.Last())];
        report?.Invoke(new RowProblem(
            RowProblemKind.SharedColumn,
            SymbolEqualityComparer.Default.Equals(last.ContainingType, type) ? last : type,
            $"column '{shared.Key}' belongs to {shared.Count()} members of {type.Name}, {string.Join(" and ", shared.Select(static m => m.Name))}"));
        return true;
    }
}
