using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataAccess.Analyzers.CodeFixes.Syntax;

/// <summary>Text before and after a value.</summary>
internal static class Concatenation
{
    /// <summary><c>"prefix" + value + "suffix"</c>, without what is empty.</summary>
    public static ExpressionSyntax Of(string prefix, ExpressionSyntax value, string suffix)
    {
        if (prefix.Length == 0 && suffix.Length == 0)
        {
            return value;
        }

        var sum = Operand(value);
        sum = prefix.Length == 0 ? sum : Add(Literal(prefix), sum);
        return suffix.Length == 0 ? sum : Add(sum, Literal(suffix));
    }

    private static LiteralExpressionSyntax Literal(string text) => SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(text));

    private static BinaryExpressionSyntax Add(ExpressionSyntax left, ExpressionSyntax right)
        => SyntaxFactory.BinaryExpression(
            SyntaxKind.AddExpression, left, SyntaxFactory.Token(SyntaxKind.PlusToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space), right);

    /// <summary>In parentheses, unless it binds closer than an addition in any case.</summary>
    private static ExpressionSyntax Operand(ExpressionSyntax value)
        => value is NameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or ElementAccessExpressionSyntax or LiteralExpressionSyntax
            or ParenthesizedExpressionSyntax or ThisExpressionSyntax or AwaitExpressionSyntax or InterpolatedStringExpressionSyntax
            ? value.WithoutTrivia()
            : SyntaxFactory.ParenthesizedExpression(value.WithoutTrivia());
}
