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

    private LocalFlow(ILocalSymbol local) => _local = local;

    /// <summary>Whether nothing reads the local, not even to ask whether it is complete.</summary>
    public bool IsNeverRead { get; private set; }

    public IEnumerable<SyntaxNode> SecondUses => _second;

    /// <summary>Follows the local from where it is given the value of a call; null if that place is not in the graph.</summary>
    public static LocalFlow? From(ControlFlowGraph graph, ILocalSymbol local, SyntaxNode call)
    {
        var flow = new LocalFlow(local)
        {
            IsNeverRead = !graph.Blocks.SelectMany(Operations).SelectMany(static o => o.DescendantsAndSelf()).OfType<ILocalReferenceOperation>()
                .Any(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local) && !IsTarget(reference)),
        };
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
                foreach (var use in operations[i].DescendantsAndSelf().OfType<ILocalReferenceOperation>().Where(IsUse))
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
        => operation.DescendantsAndSelf().OfType<ILocalReferenceOperation>().Any(reference => SymbolEqualityComparer.Default.Equals(reference.Local, _local) && IsTarget(reference));

    /// <summary>Asking whether it is complete is no use.</summary>
    private bool IsUse(ILocalReferenceOperation reference)
        => SymbolEqualityComparer.Default.Equals(reference.Local, _local)
        && !IsTarget(reference)
        && reference.Parent is not (IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully" or "IsFaulted" or "IsCanceled" } or INameOfOperation);

    private static bool IsTarget(ILocalReferenceOperation reference)
        => reference.Parent is ISimpleAssignmentOperation assignment && assignment.Target == reference;

    private static IReadOnlyList<IOperation> Operations(BasicBlock block)
        => block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations;
}
