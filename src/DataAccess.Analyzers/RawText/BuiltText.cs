using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DataAccess.Analyzers.RawText;

/// <summary>Tells text that a program puts together from text that it only passes on.</summary>
internal static class BuiltText
{
    /// <summary>By what the text is put together, for a message; null if it is constant or comes from elsewhere.</summary>
    public static string? Of(IOperation? text)
    {
        if (text is null || IsFixed(text))
        {
            return null;
        }

        return text switch
        {
            IInterpolatedStringOperation => "$\"…\"",
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } => "'+'",
            IInvocationOperation call => Of(call),
            IConversionOperation conversion => Of(conversion.Operand),
            IParenthesizedOperation parenthesized => Of(parenthesized.Operand),
            IConditionalOperation choice => Of(choice.WhenTrue) ?? Of(choice.WhenFalse),
            ICoalesceOperation choice => Of(choice.Value) ?? Of(choice.WhenNull),
            ISwitchExpressionOperation choice => choice.Arms.Select(static arm => Of(arm.Value)).FirstOrDefault(static how => how is not null),
            ILocalReferenceOperation reference => OfInitializer(reference),
            _ => null,
        };
    }

    private static string? Of(IInvocationOperation call) => call.TargetMethod switch
    {
        { Name: "Format" or "Concat" or "Join", ContainingType.SpecialType: SpecialType.System_String } when !call.Arguments.All(static a => IsFixed(a.Value))
            => "string." + call.TargetMethod.Name,
        { Name: "ToString", ContainingType: { Name: "StringBuilder", ContainingNamespace.Name: "Text" } } => "the StringBuilder",
        { Name: "Invariant", ContainingType.Name: "FormattableString" } => "$\"…\"",
        _ => null,
    };

    /// <summary>Looks one step back, to where a local variable is declared.</summary>
    private static string? OfInitializer(ILocalReferenceOperation reference)
    {
        var root = (IOperation)reference;
        while (root.Parent is not null)
        {
            root = root.Parent;
        }

        var declarator = root.Descendants().OfType<IVariableDeclaratorOperation>().FirstOrDefault(d => SymbolEqualityComparer.Default.Equals(d.Symbol, reference.Local));
        return declarator?.GetVariableInitializer()?.Value is { } value and not ILocalReferenceOperation ? Of(value) : null;
    }

    /// <summary>Whether it is the same in every run: a constant, a static readonly field, or made of such.</summary>
    private static bool IsFixed(IOperation text) => text.ConstantValue.HasValue || text switch
    {
        IFieldReferenceOperation { Field: { IsStatic: true, IsReadOnly: true } } => true,
        IConversionOperation conversion => IsFixed(conversion.Operand),
        IParenthesizedOperation parenthesized => IsFixed(parenthesized.Operand),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum => IsFixed(sum.LeftOperand) && IsFixed(sum.RightOperand),
        IInterpolatedStringOperation parts => parts.Parts.All(static part => part is not IInterpolationOperation hole || IsFixed(hole.Expression)),
        IArrayCreationOperation { Initializer: { } items } => items.ElementValues.All(IsFixed),
        ICollectionExpressionOperation items => items.Elements.All(IsFixed),
        _ => false,
    };
}
