using System.Collections.Immutable;
using DataAccess.Analyzers.Rules;
using DataAccess.Analyzers.Statements;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DataAccess.Analyzers.ValueTasks;

/// <summary>DA0004: a <c>ValueTask</c> of the library that nobody awaits, or that is used twice.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ValueTaskAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = new(
        RuleIds.ValueTask,
        "A ValueTask is awaited exactly once",
        "The ValueTask of {0} {1}",
        "DataAccess",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: RulePage.Of(RuleIds.ValueTask));

    private static readonly HashSet<string> Libraries = new(StringComparer.Ordinal)
    {
        "DataAccess", "DataAccess.PostgreSql", "DataAccess.MySql", "DataAccess.Sqlite", "DataAccess.Migrations",
    };

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (SqlStatementType.In(start.Compilation) is not null)
            {
                start.RegisterOperationAction(Analyze, OperationKind.Invocation);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.ReturnType is not { Name: "ValueTask" } || !Libraries.Contains(call.TargetMethod.ContainingAssembly?.Name ?? ""))
        {
            return;
        }

        switch (Outermost(call).Parent)
        {
            case IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation }:
                Report(call.Syntax, Dropped(call.TargetMethod));
                break;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }:
                AnalyzeLocal(local);
                break;
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } }:
                AnalyzeLocal(local);
                break;
        }

        void AnalyzeLocal(ILocalSymbol local)
        {
            if (FlowGraphs.IsCaptured(call, local) || FlowGraphs.Around(context) is not { } graph || LocalFlow.From(graph, local, call.Syntax) is not { } flow)
            {
                return;
            }

            if (flow.IsNeverRead)
            {
                Report(call.Syntax, Dropped(call.TargetMethod));
            }

            foreach (var use in flow.SecondUses)
            {
                Report(use, $"is used a second time here, and may be used only once: await '{local.Name}' once, or keep its AsTask()");
            }
        }

        void Report(SyntaxNode node, string problem)
            => context.ReportDiagnostic(Diagnostic.Create(Rule, node.GetLocation(), call.TargetMethod.Name, problem));
    }

    private static string Dropped(IMethodSymbol method) => method switch
    {
        { Name: "WriteAsync", ContainingType.Name: "BatchingWriter" }
            => "is not awaited, so nothing shows whether the row was committed: write 'await', or await EnqueueAsync and set DeadLetter",
        { Name: "EnqueueAsync", ContainingType.Name: "BatchingWriter" } => "is not awaited, so a full queue holds nobody back and errors are lost: write 'await'",
        _ => "is not awaited, so its errors are lost and nothing shows when it has ended: write 'await'",
    };

    /// <summary>The expression that still is the task: behind parentheses, conversions, <c>?.</c> and <c>ConfigureAwait</c>.</summary>
    private static IOperation Outermost(IOperation value)
    {
        while (true)
        {
            switch (value.Parent)
            {
                case IConversionOperation or IParenthesizedOperation:
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: var instance } when instance == value:
                case IConditionalAccessOperation { WhenNotNull: var last } when last == value:
                    value = value.Parent;
                    break;
                default:
                    return value;
            }
        }
    }
}
