using System.Collections.Immutable;
using DataAccess.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DataAccess.Analyzers.Writers;

/// <summary>DA0005: a batching writer that is created for a single row, so that no callers can share a batch.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WriterPerCallAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = new(
        RuleIds.WriterPerCall,
        "A batching writer for a single row",
        "The writer '{0}' is created for one row and disposed, so it has nothing to combine: keep one writer for all callers, or write InsertAsync or ExecuteAsync",
        "DataAccess",
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: RulePage.Of(RuleIds.WriterPerCall));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName("DataAccess.Database") is { } database)
            {
                start.RegisterOperationAction(operation => Analyze(operation, database), OperationKind.Invocation);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, INamedTypeSymbol database)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name != "CreateWriter" || !SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, database)
            || call.Parent is not IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } declarator }
            || ScopeOf(declarator) is not { } scope
            || WriterUses.In(scope, local) is not { OnlySingleRows: true } uses)
        {
            return;
        }

        if ((uses.Rows > 0 && CallSite.IsInLoop(call)) || (uses.Rows == 1 && CallSite.IsPerCall(call) && !CallSite.IsTest(context.ContainingSymbol)))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, call.Syntax.GetLocation(), local.Name));
        }
    }

    /// <summary>Where the variable lives, if it is disposed at the end of it.</summary>
    private static IOperation? ScopeOf(IVariableDeclaratorOperation declarator)
    {
        var group = declarator.Parent is IVariableDeclarationOperation { Parent: IVariableDeclarationGroupOperation found } ? found : null;
        return group?.Parent switch
        {
            IUsingDeclarationOperation { Parent: { } block } => block,
            IUsingOperation statement => statement.Body,
            _ => null,
        };
    }
}
