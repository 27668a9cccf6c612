using DataAccess.Analyzers.Rows.Symbols;
using DataAccess.Analyzers.Statements;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DataAccess.Analyzers.Manifest;

/// <summary>The text of a statement as JSON: texts, the types of values, and names that are quoted.</summary>
internal sealed class StatementParts
{
    private readonly JsonText _json = new();
    private readonly INamedTypeSymbol _statement;

    private StatementParts(INamedTypeSymbol statement) => _statement = statement;

    /// <summary>Why the text is known only when the program runs; null if it is known.</summary>
    public string? Unknown { get; private set; }

    /// <summary>How the columns of a join are told apart; null if nothing is said of it.</summary>
    public (bool IsPrefix, IReadOnlyList<string> Names)? Split { get; private set; }

    /// <summary>The parts.</summary>
    public string Json => _json.ToString();

    public static StatementParts Of(IOperation statement, INamedTypeSymbol type)
    {
        var parts = new StatementParts(type);
        parts._json.Open('[');
        parts.Add(statement);
        parts._json.Close(']');
        return parts;
    }

    private void Add(IOperation operation)
    {
        var value = Unconverted(operation);
        if (value is IInterpolatedStringHandlerCreationOperation creation && StatementText.Read(creation, _statement) is { } text)
        {
            AddText(text);
        }
        else if (value is IInvocationOperation { TargetMethod: { IsStatic: true } method } call && SqlStatementType.Is(method.ContainingType, _statement))
        {
            AddCall(call, method.Name);
        }
        else if (value.ConstantValue is not { HasValue: true, Value: null })
        {
            Unknown ??= $"{Shown(value)} is built when the program runs";
        }
    }

    private void AddText(StatementText text)
    {
        var pieces = text.Text.Split(StatementText.HoleMark);
        for (var i = 0; i < pieces.Length; i++)
        {
            if (pieces[i].Length > 0)
            {
                _json.Value(pieces[i]);
            }

            if (i < text.Holes.Count)
            {
                AddHole(text.Holes[i]);
            }
        }
    }

    private void AddHole(StatementHole hole)
    {
        if (hole.Kind == HoleKind.Fragment)
        {
            Add(hole.Value);
            return;
        }

        _json.Open('{').Field("type", hole.Value.Type is { } type && hole.Kind == HoleKind.Parameter ? ValueType(type) : "object").Close('}');
    }

    private void AddCall(IInvocationOperation call, string name)
    {
        var first = call.Arguments.FirstOrDefault()?.Value;
        if (name is "SplitOn" or "SplitByPrefix" && first is not null)
        {
            Add(first);
            var names = call.Arguments[1].Value.DescendantsAndSelf().OfType<ILiteralOperation>().Where(static literal => literal.Type?.SpecialType == SpecialType.System_String);
            Split = (name == "SplitByPrefix", [.. names.Select(static literal => (string)literal.ConstantValue.Value!)]);
        }
        else if (name is "Raw" or "Script" && first?.ConstantValue is { HasValue: true, Value: string text })
        {
            _json.Value(text);
        }
        else if (name == "Identifier" && first?.ConstantValue is { HasValue: true, Value: string identifier })
        {
            _json.Open('{').Field("name", identifier).Close('}');
        }
        else
        {
            Unknown ??= $"{Shown(call)} is built when the program runs";
        }
    }

    /// <summary>
    /// The type of a value as the server sees it: that of its converter's column, an enum's is its number's, and a list's the type of its elements with <c>[]</c>.
    /// </summary>
    private static string ValueType(ITypeSymbol type)
    {
        var underlying = TypeNames.Underlying(type);
        return ConvertedType(underlying) is { } column ? ValueType(column)
            : underlying.TypeKind == TypeKind.Enum ? MetadataName(((INamedTypeSymbol)underlying).EnumUnderlyingType!)
            : underlying.SpecialType == SpecialType.System_String ? "System.String"
            : underlying is IArrayTypeSymbol { ElementType: var element } ? ValueType(element) + "[]"
            : ElementOf(underlying) is { } item ? ValueType(item) + "[]"
            : MetadataName(underlying);
    }

    /// <summary>What the converter that a type declares makes of it; null if it declares none.</summary>
    private static ITypeSymbol? ConvertedType(ITypeSymbol type)
        => MappingAttributes.Converter(type)?.AllInterfaces.FirstOrDefault(static i => i is { Name: "IValueConverter", TypeArguments.Length: 2 })?.TypeArguments[1];

    private static ITypeSymbol? ElementOf(ITypeSymbol type)
        => type.AllInterfaces.Concat(type is INamedTypeSymbol { TypeKind: TypeKind.Interface } self ? [self] : [])
            .FirstOrDefault(static i => i.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)?.TypeArguments[0];

    private static string MetadataName(ITypeSymbol type) => $"{type.ContainingNamespace?.ToDisplayString()}.{type.MetadataName}";

    private static IOperation Unconverted(IOperation value)
    {
        while (value is IConversionOperation conversion and not { OperatorMethod: not null } || value is IParenthesizedOperation)
        {
            value = value is IConversionOperation { Operand: var operand } ? operand : ((IParenthesizedOperation)value).Operand;
        }

        return value;
    }

    private static string Shown(IOperation value)
    {
        var text = value.Syntax.ToString();
        return text.Length <= 60 && text.IndexOf('\n') < 0 ? text : text.Substring(0, Math.Min(40, text.Length)).Split('\n')[0].TrimEnd() + "…";
    }
}
