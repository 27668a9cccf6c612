using DataAccess.Analyzers.CodeFixes.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataAccess.Analyzers.CodeFixes.TextHoles;

/// <summary>Casts each branch of an expression that is a string to a statement.</summary>
internal static class StatementBranches
{
    /// <returns>The expression; null if a branch is a text that cannot be written with a <c>$</c>.</returns>
    public static ExpressionSyntax? Cast(ExpressionSyntax value) => value switch
    {
        InterpolatedStringExpressionSyntax => StatementTypeName.Cast(value),
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) => CastLiteral(literal),
        ParenthesizedExpressionSyntax inner => Cast(inner.Expression) is { } cast ? inner.WithExpression(cast) : null,
        ConditionalExpressionSyntax choice => Cast(choice.WhenTrue) is { } yes && Cast(choice.WhenFalse) is { } no ? choice.WithWhenTrue(yes).WithWhenFalse(no) : null,
        BinaryExpressionSyntax choice when choice.IsKind(SyntaxKind.CoalesceExpression)
            => Cast(choice.Left) is { } left && Cast(choice.Right) is { } right ? choice.WithLeft(left).WithRight(right) : null,
        SwitchExpressionSyntax choice => CastArms(choice),

        // null, default and throw fit a statement too.
        _ => value,
    };

    private static SwitchExpressionSyntax? CastArms(SwitchExpressionSyntax choice)
    {
        var arms = choice.Arms;
        for (var i = 0; i < arms.Count; i++)
        {
            if (Cast(arms[i].Expression) is not { } cast)
            {
                return null;
            }

            arms = arms.Replace(arms[i], arms[i].WithExpression(cast));
        }

        return choice.WithArms(arms);
    }

    private static CastExpressionSyntax? CastLiteral(LiteralExpressionSyntax literal)
    {
        var text = literal.Token.Text;
        var isRaw = text.StartsWith("\"\"\"", StringComparison.Ordinal);
        if (isRaw && text.IndexOfAny(['{', '}']) >= 0)
        {
            return null;
        }

        var interpolated = SyntaxFactory.ParseExpression("$" + (isRaw ? text : text.Replace("{", "{{").Replace("}", "}}")));
        return StatementTypeName.Cast(interpolated.WithTriviaFrom(literal));
    }
}
