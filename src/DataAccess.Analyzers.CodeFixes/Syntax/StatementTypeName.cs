using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace DataAccess.Analyzers.CodeFixes.Syntax;

/// <summary>The name of the type <c>SqlStatement</c>, which the editor cuts to what the file needs.</summary>
internal static class StatementTypeName
{
    /// <summary>The cast <c>(SqlStatement)value</c>.</summary>
    public static CastExpressionSyntax Cast(ExpressionSyntax value)
        => SyntaxFactory.CastExpression(SyntaxFactory.ParseTypeName("global::DataAccess.SqlStatement").WithAdditionalAnnotations(Simplifier.Annotation), value.WithoutTrivia())
            .WithTriviaFrom(value);

    /// <summary>The call <c>SqlStatement.Identifier(name)</c>.</summary>
    public static ExpressionSyntax Identifier(ExpressionSyntax name)
        => SyntaxFactory.InvocationExpression(
            SyntaxFactory.ParseExpression("global::DataAccess.SqlStatement.Identifier").WithAdditionalAnnotations(Simplifier.Annotation),
            SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(Bare(name)))));

    /// <summary>The expression without parentheses around all of it.</summary>
    private static ExpressionSyntax Bare(ExpressionSyntax expression)
        => expression is ParenthesizedExpressionSyntax parenthesized ? Bare(parenthesized.Expression) : expression.WithoutTrivia();
}
