using System.Collections.Immutable;
using DataAccess.Analyzers.Rules;
using DataAccess.Analyzers.Statements;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DataAccess.Analyzers.TextHoles;

/// <summary>DA0003: an interpolated string in a hole that the compiler makes a text parameter, although it looks like SQL.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TextHoleAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = new(
        RuleIds.TextHole,
        "An interpolated string in a hole becomes a text parameter",
        "{0} is sent as a text parameter: write (SqlStatement){1} if it is SQL, or assign it to a variable first if it is a value",
        "DataAccess",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: RulePage.Of(RuleIds.TextHole));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (SqlStatementType.In(start.Compilation) is { } statement)
            {
                start.RegisterOperationAction(operation => Analyze(operation, statement), OperationKind.InterpolatedStringHandlerCreation);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, INamedTypeSymbol statement)
    {
        if (StatementText.Of((IInterpolatedStringHandlerCreationOperation)context.Operation, statement) is not { } text)
        {
            return;
        }

        foreach (var hole in text.Holes)
        {
            if (hole.MisreadSql is { } sql)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, hole.Location, "{" + hole.Shown + "}", sql.Syntax));
            }
        }
    }
}
