using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DataAccess.Analyzers.Writers;

/// <summary>Whether code runs once in a program, or again and again.</summary>
internal static class CallSite
{
    public static bool IsInLoop(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation); parent = parent.Parent)
        {
            if (parent is ILoopOperation)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether the database outlives the call: an object holds it, or a lambda gets it, as the handler of a request does. A database that is a
    /// local variable, or the parameter of a method, may well be used once.
    /// </summary>
    public static bool IsPerCall(IInvocationOperation call) => call.Instance switch
    {
        IFieldReferenceOperation { Field.IsStatic: false } or IPropertyReferenceOperation { Property.IsStatic: false } => true,
        IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } } => true,

        // A parameter of the type itself.
        IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } owner } => !IsIn(owner, call),
        _ => false,
    };

    /// <summary>Whether it is a test, by its attribute in the usual frameworks.</summary>
    public static bool IsTest(ISymbol method)
        => method.GetAttributes().Any(static a => a.AttributeClass?.Name is { } name
            && (name.Contains("Fact") || name.Contains("Theory") || name.StartsWith("Test", StringComparison.Ordinal)));

    private static bool IsIn(IMethodSymbol constructor, IOperation operation)
        => SymbolEqualityComparer.Default.Equals(operation.SemanticModel?.GetEnclosingSymbol(operation.Syntax.SpanStart), constructor);
}
