using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DataAccess.Analyzers.Statements;

/// <summary>The expressions of which a value is one: of a conditional, a switch or <c>??</c>, or the value itself.</summary>
internal sealed class TextBranches
{
    private bool _hasOther;
    private bool _hasPattern;

    /// <summary>The first that is an interpolated string.</summary>
    public IInterpolatedStringOperation? First { get; private set; }

    /// <summary>
    /// Whether all of them are interpolated strings or constants, as the parts of a statement are. A variable among them says that the
    /// whole is a value, and so does the pattern of a <c>like</c>.
    /// </summary>
    public bool AreSql => First is not null && !_hasOther && !_hasPattern;

    public static TextBranches Of(IOperation value)
    {
        var branches = new TextBranches();
        branches.Add(value);
        return branches;
    }

    private void Add(IOperation? value)
    {
        switch (value)
        {
            case IInterpolatedStringOperation text:
                First ??= text;
                _hasPattern |= IsPattern(text);
                break;
            case IConditionalOperation conditional:
                Add(conditional.WhenTrue);
                Add(conditional.WhenFalse);
                break;
            case ISwitchExpressionOperation choice:
                foreach (var arm in choice.Arms)
                {
                    Add(arm.Value);
                }

                break;
            case ICoalesceOperation coalesce:
                Add(coalesce.Value);
                Add(coalesce.WhenNull);
                break;
            case IParenthesizedOperation parenthesized:
                Add(parenthesized.Operand);
                break;
            case IConversionOperation { IsImplicit: true } conversion:
                Add(conversion.Operand);
                break;
            case ILiteralOperation or IThrowOperation or IDefaultValueOperation:
                break;
            default:
                _hasOther = true;
                break;
        }
    }

    private static bool IsPattern(IInterpolatedStringOperation text)
    {
        return IsPercent(text.Parts.FirstOrDefault(), static t => t.StartsWith("%", StringComparison.Ordinal))
            || IsPercent(text.Parts.LastOrDefault(), static t => t.EndsWith("%", StringComparison.Ordinal));

        static bool IsPercent(IInterpolatedStringContentOperation? part, Func<string, bool> test)
            => part is IInterpolatedStringTextOperation { Text.ConstantValue: { HasValue: true, Value: string literal } } && test(literal);
    }
}
