using System.Collections.Immutable;
using DataAccess.Analyzers.Rows.Models;
using DataAccess.Analyzers.Rows.Symbols;
using DataAccess.Analyzers.Rules;
using DataAccess.Analyzers.Tuples;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DataAccess.Analyzers.MissingMaps;

/// <summary>DA0011: rows of a type without a map, in a program that is built without reflection.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MissingMapAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = new(
        RuleIds.MissingMap,
        "A type without a map",
        "{0} has no map, and the published program has no reflection to make one: mark it [Row], or add [assembly: Row<{0}>] for a type of another assembly",
        "DataAccess",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: RulePage.Of(RuleIds.MissingMap));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(RowMarks.OfType)?.ContainingAssembly is { } library && ReflectionOption.IsOff(start.Options))
            {
                var named = new KnownMaps(start.Compilation);
                start.RegisterOperationAction(operation => OfCall(operation, library, named), OperationKind.Invocation);
                start.RegisterSymbolAction(symbol => OfType(symbol, library, named), SymbolKind.NamedType);
            }
        });
    }

    private static void OfCall(OperationAnalysisContext context, IAssemblySymbol library, KnownMaps known)
    {
        var method = ((IInvocationOperation)context.Operation).TargetMethod;
        if (method.IsGenericMethod && SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, library))
        {
            Check(method.TypeParameters, method.TypeArguments, known, context.Compilation, context.Operation.Syntax.GetLocation(), context.ReportDiagnostic);
        }
    }

    private static void OfType(SymbolAnalysisContext context, IAssemblySymbol library, KnownMaps known)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.BaseType is { IsGenericType: true } parent && SymbolEqualityComparer.Default.Equals(parent.ContainingAssembly, library))
        {
            Check(parent.OriginalDefinition.TypeParameters, parent.TypeArguments, known, context.Compilation, type.Locations[0], context.ReportDiagnostic);
        }
    }

    private static void Check(
        ImmutableArray<ITypeParameterSymbol> parameters, ImmutableArray<ITypeSymbol> arguments, KnownMaps known, Compilation compilation, Location place, Action<Diagnostic> report)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            if (!IsRow(parameters[i]))
            {
                continue;
            }

            foreach (var type in RowsOf(arguments[i], compilation))
            {
                if (!IsSingleValue(type) && !known.Has(type))
                {
                    report(Diagnostic.Create(Rule, place, type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)));
                }
            }
        }
    }

    /// <summary>The types that need a map: the type itself, or, as the compiler makes the map of a tuple, the tuple's elements.</summary>
    private static IEnumerable<INamedTypeSymbol> RowsOf(ITypeSymbol argument, Compilation compilation)
        => TupleReader.Read(argument, compilation) is not null
            ? TupleReader.TupleOf(argument)!.TupleElements.Where(static element => TupleReader.IsRow(element.Type)).Select(static element => TypeNames.Underlying(element.Type)).OfType<INamedTypeSymbol>()
            : TypeNames.Underlying(argument) is INamedTypeSymbol type ? [type] : [];

    /// <summary>Whether the library reads the members of the parameter's types: it says so to the trimmer.</summary>
    private static bool IsRow(ITypeParameterSymbol parameter)
        => parameter.GetAttributes().Any(static a => a.AttributeClass?.Name == "DynamicallyAccessedMembersAttribute");

    private static bool IsSingleValue(INamedTypeSymbol type) => ColumnTypes.KindOf(type, isText: false) != ColumnKind.None || IsDictionary(type);

    /// <summary>Whether it has a row's values by their names.</summary>
    private static bool IsDictionary(INamedTypeSymbol type)
        => type is { Name: "IDictionary" or "IReadOnlyDictionary" or "Dictionary" or "OrderedDictionary", TypeArguments: { Length: 2 } arguments }
        && arguments[0].SpecialType == SpecialType.System_String && arguments[1].SpecialType == SpecialType.System_Object;
}
