using System.Globalization;
using System.Text;
using DataAccess.Analyzers.Rows.Models;
using Microsoft.CodeAnalysis;

namespace DataAccess.Analyzers.Rows.Symbols;

/// <summary>Types as text.</summary>
internal static class TypeNames
{
    public static string Full(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    /// <summary>The type without <c>?</c>.</summary>
    public static ITypeSymbol Underlying(ITypeSymbol type)
        => type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;

    public static bool IsNullable(ITypeSymbol type) => type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    /// <summary>
    /// The type's full name with nothing but letters, digits, dots and underscores, and a number of the name's own, as the names of files are compared
    /// without their case.
    /// </summary>
    public static string File(ITypeSymbol type)
    {
        var text = new StringBuilder();
        var hash = 2166136261;
        foreach (var character in Full(type).Replace("global::", ""))
        {
            text.Append(char.IsLetterOrDigit(character) || character == '.' ? character : '_');
            hash = unchecked((hash ^ character) * 16777619);
        }

        return text.Append('.').Append(hash.ToString("x8", CultureInfo.InvariantCulture)).ToString();
    }

    /// <summary>A type as the owner of accessors.</summary>
    public static OwnerModel Owner(INamedTypeSymbol type)
    {
        List<(ITypeParameterSymbol Parameter, ITypeSymbol Argument)> all = [];
        for (var outer = type; outer is not null; outer = outer.ContainingType)
        {
            all.AddRange(outer.TypeParameters.Zip(outer.TypeArguments, static (parameter, argument) => (parameter, argument)));
        }

        return new OwnerModel(
            Full(type.OriginalDefinition),
            List(all.Select(static pair => pair.Parameter.Name)),
            List(all.Select(static pair => Full(pair.Argument))),
            string.Concat(all.Select(static pair => Constraint(pair.Parameter))),
            type.IsValueType);
    }

    private static string List(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } text ? $"<{text}>" : "";

    private static string Constraint(ITypeParameterSymbol parameter)
    {
        List<string> parts = [];
        if (parameter.HasUnmanagedTypeConstraint)
        {
            parts.Add("unmanaged");
        }

        else if (parameter.HasValueTypeConstraint)
        {
            parts.Add("struct");
        }

        else if (parameter.HasReferenceTypeConstraint)
        {
            parts.Add("class");
        }

        else if (parameter.HasNotNullConstraint)
        {
            parts.Add("notnull");
        }

        parts.AddRange(parameter.ConstraintTypes.Select(Full));
        if (parameter.HasConstructorConstraint)
        {
            parts.Add("new()");
        }

        return parts.Count == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", parts)}";
    }
}
