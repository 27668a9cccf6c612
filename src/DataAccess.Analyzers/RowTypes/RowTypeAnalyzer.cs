using System.Collections.Immutable;
using DataAccess.Analyzers.Rows.Symbols;
using DataAccess.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DataAccess.Analyzers.RowTypes;

/// <summary>DA0007 to DA0010: what keeps a type that is marked <c>[Row]</c>, or one of its members, from being mapped.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RowTypeAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Type = Rule(
        RuleIds.RowType, "A type that cannot be mapped", "{0} {1}", DiagnosticSeverity.Error);

    private static readonly DiagnosticDescriptor Member = Rule(
        RuleIds.RowMember, "A member that cannot be mapped", "{0} {1}", DiagnosticSeverity.Warning);

    private static readonly DiagnosticDescriptor SharedColumn = Rule(
        RuleIds.SharedColumn,
        "Two members with one column",
        "{0} cannot be mapped, because {1}: give one of them another column with [Column], or exclude it with [NotMapped]",
        DiagnosticSeverity.Error);

    private static readonly DiagnosticDescriptor JsonWithoutContext = Rule(
        RuleIds.JsonWithoutContext,
        "JSON that needs reflection",
        "{0} is stored as JSON by reflection, which the published program does not have: name a JsonSerializerContext, [Row(Json = typeof(…))]{1}",
        DiagnosticSeverity.Warning);

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Type, Member, SharedColumn, JsonWithoutContext];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(OfType, SymbolKind.NamedType);
        context.RegisterCompilationAction(OfAssembly);
    }

    private static void OfType(SymbolAnalysisContext context)
    {
        if (RowMarks.On(context.Symbol) is { } mark)
        {
            Check((INamedTypeSymbol)context.Symbol, mark, context.Compilation, context.Options, context.ReportDiagnostic, place: null);
        }
    }

    private static void OfAssembly(CompilationAnalysisContext context)
    {
        foreach (var mark in RowMarks.Of(context.Compilation.Assembly))
        {
            if (RowMarks.TypeOf(mark) is { IsTupleType: false } type)
            {
                Check(type, mark, context.Compilation, context.Options, context.ReportDiagnostic, mark.ApplicationSyntaxReference?.GetSyntax().GetLocation());
            }
        }
    }

    private static void Check(
        INamedTypeSymbol type, AttributeData mark, Compilation compilation, AnalyzerOptions options, Action<Diagnostic> report, Location? place)
        => RowReader.Read(type, compilation, RowMarks.JsonOf(mark), problem =>
        {
            if (problem.Kind != RowProblemKind.JsonWithoutContext || ReflectionOption.IsOff(options))
            {
                report(Diagnostic.Create(RuleOf(problem.Kind), place ?? PlaceOf(problem.Symbol, type), NameOf(problem.Symbol), problem.Text));
            }
        });

    /// <summary>The member, or the type if a base type of another assembly has the member.</summary>
    private static Location PlaceOf(ISymbol symbol, INamedTypeSymbol type)
        => symbol.Locations.FirstOrDefault(static l => l.IsInSource) ?? type.Locations[0];

    private static string NameOf(ISymbol symbol) => symbol is INamedTypeSymbol ? symbol.Name : $"{symbol.ContainingType.Name}.{symbol.Name}";

    private static DiagnosticDescriptor RuleOf(RowProblemKind kind) => kind switch
    {
        RowProblemKind.Type => Type,
        RowProblemKind.Member => Member,
        RowProblemKind.SharedColumn => SharedColumn,
        _ => JsonWithoutContext,
    };

    private static DiagnosticDescriptor Rule(string id, string title, string message, DiagnosticSeverity severity)
        => new(id, title, message, "DataAccess", severity, isEnabledByDefault: true, helpLinkUri: RulePage.Of(id));
}
