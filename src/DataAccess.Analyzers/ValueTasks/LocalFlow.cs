using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DataAccess.Analyzers.ValueTasks;

/// <summary>What happens to a task after it has been stored in a local variable: which uses are the second on some path.</summary>
internal sealed class LocalFlow
{
    private readonly ILocalSymbol _local;
    private readonly HashSet<(int Block, bool IsUsed)> _seen = [];
    private readonly Stack<(BasicBlock Block, int Start, bool IsUsed)> _open = new();
    private readonly HashSet<SyntaxNode> _second = [];

    /// <summary>Where the graph keeps the local as the target of an assignment whose value takes several blocks.</summary>
    private readonly HashSet<CaptureId> _targets;

    private LocalFlow(ControlFlowGraph graph, ILocalSymbol local)
    {
        _local = local;
        var all = graph.Blocks.SelectMany(Operations).SelectMany(static o => o.DescendantsAndSelf()).ToList();
        _targets = [.. all.OfType<ISimpleAssignmentOperation>().Select(static a => a.Target).OfType<IFlowCaptureReferenceOperation>().Select(static r => r.Id)];
        _targets.IntersectWith(all.OfType<IFlowCaptureOperation>().Where(c => IsLocal(c.Value)).Select(static c => c.Id));
        IsNeverRead = !all.Any(o => IsLocal(o) && !IsTarget(o));
    }

    /// <summary>Whether nothing reads the local, not even to ask whether it is complete.</summary>
    public bool IsNeverRead { get; }

    public IEnumerable<SyntaxNode> SecondUses => _second;

    /// <summary>Follows the local from where it is given the value of a call; null if that place is not in the graph.</summary>
    public static LocalFlow? From(ControlFlowGraph graph, ILocalSymbol local, SyntaxNode call)
    {
        var flow = new LocalFlow(graph, local);
        foreach (var block in graph.Blocks)
        {
            var operations = Operations(block);
            for (var i = 0; i < operations.Count; i++)
            {
                if (flow.Sets(operations[i]) && operations[i].Syntax.Span.Contains(call.Span))
                {
                    flow._open.Push((block, i + 1, false));
                    flow.Follow();
                    return flow;
                }
            }
        }

        return null;
    }

    private void Follow()
    {
        while (_open.Count > 0)
        {
            var (block, start, isUsed) = _open.Pop();
            var (operations, ends) = (Operations(block), false);
            for (var i = start; i < operations.Count && !ends; i++)
            {
                foreach (var use in operations[i].DescendantsAndSelf().Where(IsUse))
                {
                    if (isUsed)
                    {
                        _second.Add(use.Syntax);
                        ends = true;
                        break;
                    }

                    isUsed = true;
                }

                ends |= Sets(operations[i]);
            }

            if (!ends)
            {
                Enter(block.FallThroughSuccessor?.Destination, isUsed);
                Enter(block.ConditionalSuccessor?.Destination, isUsed);
            }
        }
    }

    private void Enter(BasicBlock? block, bool isUsed)
    {
        if (block is not null && _seen.Add((block.Ordinal, isUsed)))
        {
            _open.Push((block, 0, isUsed));
        }
    }

    private bool Sets(IOperation operation)
        => operation.DescendantsAndSelf().OfType<ISimpleAssignmentOperation>()
            .Any(a => IsLocal(a.Target) || (a.Target is IFlowCaptureReferenceOperation capture && _targets.Contains(capture.Id)));

    /// <summary>Asking whether it is complete is no use.</summary>
    private bool IsUse(IOperation operation)
        => IsLocal(operation)
        && !IsTarget(operation)
        && operation.Parent is not (IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully" or "IsFaulted" or "IsCanceled" } or INameOfOperation);

    private bool IsTarget(IOperation reference) => reference.Parent switch
    {
        ISimpleAssignmentOperation assignment => assignment.Target == reference,
        IFlowCaptureOperation capture => _targets.Contains(capture.Id),
        _ => false,
    };

    private bool IsLocal(IOperation operation)
        => operation is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, _local);

    private static IReadOnlyList<IOperation> Operations(BasicBlock block)
        => block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations;
}
