using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DataAccess.Analyzers.Writers;

/// <summary>What a method does with a writer that it has created.</summary>
internal sealed class WriterUses
{
    /// <summary>How many places write a row.</summary>
    public int Rows { get; private set; }

    /// <summary>Whether each of them is run once: none is in a loop or function, no sequence is written, and the writer goes nowhere else.</summary>
    public bool OnlySingleRows { get; private set; } = true;

    public static WriterUses In(IOperation scope, ILocalSymbol writer)
    {
        var uses = new WriterUses();
        foreach (var reference in scope.Descendants().OfType<ILocalReferenceOperation>().Where(r => SymbolEqualityComparer.Default.Equals(r.Local, writer)))
        {
            switch (reference.Parent)
            {
                case IInvocationOperation { TargetMethod.Name: "WriteAsync" or "EnqueueAsync" } call when call.Instance == reference && !IsRepeated(call, scope):
                    uses.Rows++;
                    break;
                case IInvocationOperation { TargetMethod.Name: "FlushAsync" or "EnsureLedgerAsync" or "DisposeAsync" } call when call.Instance == reference:
                case IPropertyReferenceOperation:
                    break;
                default:
                    uses.OnlySingleRows = false;
                    break;
            }
        }

        return uses;
    }

    private static bool IsRepeated(IOperation operation, IOperation scope)
    {
        for (var parent = operation.Parent; parent is not null && parent != scope; parent = parent.Parent)
        {
            if (parent is ILoopOperation or IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return true;
            }
        }

        return false;
    }
}
