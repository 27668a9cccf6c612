using System.Collections.Immutable;
using DataAccess.Analyzers.Rules;
using DataAccess.Analyzers.Statements;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DataAccess.Analyzers.RawText;

/// <summary>DA0006: SQL that is put together from text and values, and passed on as plain text.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RawTextAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = new(
        RuleIds.RawText,
        "SQL text that contains values",
        "SqlStatement.{0} sends this text as it is, and what {1} puts into it is not a parameter: write the statement as $\"… {{value}}\", and names as {{SqlStatement.Identifier(name)}}",
        "DataAccess",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: RulePage.Of(RuleIds.RawText));

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
                start.RegisterOperationAction(operation => Analyze(operation, statement), OperationKind.Invocation);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, INamedTypeSymbol statement)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod is { Name: "Raw" or "Script" } method
            && SqlStatementType.Is(method.ContainingType, statement)
            && call.Arguments.Length == 1
            && BuiltText.Of(call.Arguments[0].Value) is { } how)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, call.Arguments[0].Value.Syntax.GetLocation(), method.Name, how));
        }
    }
}
