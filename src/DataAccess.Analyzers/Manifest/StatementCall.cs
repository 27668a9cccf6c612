using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DataAccess.Analyzers.Manifest;

/// <summary>A statement that a call of the library is given.</summary>
/// <param name="call">The call.</param>
/// <param name="argument">The argument that is the statement.</param>
internal sealed class StatementCall(IInvocationOperation call, IArgumentOperation argument)
{
    public IMethodSymbol Method => call.TargetMethod;

    public IOperation Statement => argument.Value;

    /// <summary>Its number among the statements of the call.</summary>
    public int Number { get; private init; }

    /// <summary>How many statements the call is given.</summary>
    public int Count { get; private init; }

    /// <summary>The name of the parameter.</summary>
    public string Parameter => argument.Parameter!.Name;

    /// <summary>The statements that a call is given; none for other calls, and where the statement is left out.</summary>
    public static IEnumerable<StatementCall> Of(IInvocationOperation call, INamedTypeSymbol statement)
    {
        if (!SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingAssembly, statement.ContainingAssembly)
            || SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, statement))
        {
            return [];
        }

        var given = call.Arguments.Where(argument => SymbolEqualityComparer.Default.Equals(argument.Parameter?.Type, statement)).ToArray();
        return given.Select((argument, i) => new StatementCall(call, argument) { Number = i, Count = given.Length })
            .Where(static one => one.Statement.ConstantValue is not { HasValue: true, Value: null } && one.Statement is not IDefaultValueOperation);
    }
}
