using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DataAccess.Analyzers.ValueTasks;

/// <summary>Finds the control flow graph that an operation is part of.</summary>
internal static class FlowGraphs
{
    /// <summary>The graph of the innermost function around the operation; null if it has none.</summary>
    public static ControlFlowGraph? Around(OperationAnalysisContext context)
    {
        var functions = new Stack<IOperation>();
        for (var parent = context.Operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                functions.Push(parent);
            }
        }

        var graph = context.GetControlFlowGraph();
        while (graph is not null && functions.Count > 0)
        {
            graph = functions.Pop() switch
            {
                ILocalFunctionOperation local => graph.GetLocalFunctionControlFlowGraph(local.Symbol, context.CancellationToken),
                IAnonymousFunctionOperation lambda when Find(graph, lambda) is { } flow => graph.GetAnonymousFunctionControlFlowGraph(flow, context.CancellationToken),
                _ => null,
            };
        }

        return graph;
    }

    /// <summary>Whether another function than the operation's own uses the local, so that the graph does not show when.</summary>
    public static bool IsCaptured(IOperation operation, ILocalSymbol local)
    {
        var own = operation;
        while (own.Parent is not null && own is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
        {
            own = own.Parent;
        }

        var function = own switch
        {
            IAnonymousFunctionOperation lambda => lambda.Symbol,
            ILocalFunctionOperation inner => inner.Symbol,
            _ => local.ContainingSymbol,
        };
        return !SymbolEqualityComparer.Default.Equals(function, local.ContainingSymbol) || own.Descendants().OfType<ILocalReferenceOperation>()
            .Any(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local) && IsInFunction(reference, own));
    }

    private static bool IsInFunction(IOperation operation, IOperation within)
    {
        for (var parent = operation.Parent; parent is not null && parent != within; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return true;
            }
        }

        return false;
    }

    private static IFlowAnonymousFunctionOperation? Find(ControlFlowGraph graph, IAnonymousFunctionOperation lambda)
        => graph.Blocks
            .SelectMany(static block => block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations)
            .SelectMany(static operation => operation.DescendantsAndSelf())
            .OfType<IFlowAnonymousFunctionOperation>()
            .FirstOrDefault(flow => SymbolEqualityComparer.Default.Equals(flow.Symbol, lambda.Symbol));
}
