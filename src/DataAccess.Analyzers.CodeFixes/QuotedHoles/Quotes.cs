using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataAccess.Analyzers.CodeFixes.QuotedHoles;

/// <summary>Takes the SQL quotes around a hole out of the interpolated string.</summary>
internal static class Quotes
{
    /// <param name="hole">The hole.</param>
    /// <param name="before">The SQL before it that goes.</param>
    /// <param name="after">The SQL after it that goes.</param>
    /// <param name="value">What the hole is to contain.</param>
    /// <returns>The changed string; null if the text beside the hole is not written as it is in SQL.</returns>
    public static InterpolatedStringExpressionSyntax? Remove(InterpolationSyntax hole, string before, string after, ExpressionSyntax value)
    {
        var whole = (InterpolatedStringExpressionSyntax)hole.Parent!;
        var index = whole.Contents.IndexOf(hole);
        if (index == 0 || index + 1 >= whole.Contents.Count
            || whole.Contents[index - 1] is not InterpolatedStringTextSyntax left || whole.Contents[index + 1] is not InterpolatedStringTextSyntax right)
        {
            return null;
        }

        var (leftText, rightText) = (left.TextToken.Text, right.TextToken.Text);
        var (open, close) = (Written(before, whole), Written(after, whole));
        if (!leftText.EndsWith(open, StringComparison.Ordinal) || !rightText.StartsWith(close, StringComparison.Ordinal))
        {
            return null;
        }

        // Each replacement makes another list, in which the neighbours have the same index.
        var contents = whole.Contents.Replace(left, Text(leftText.Substring(0, leftText.Length - open.Length)));
        contents = contents.Replace(contents[index], hole.WithExpression(value));
        contents = contents.Replace(contents[index + 1], Text(rightText.Substring(close.Length)));
        return whole.WithContents(contents);
    }

    /// <summary>The text as it is written in this kind of string.</summary>
    private static string Written(string text, InterpolatedStringExpressionSyntax whole) => whole.StringStartToken.Kind() switch
    {
        SyntaxKind.InterpolatedStringStartToken => Braces(text.Replace("\\", "\\\\").Replace("\"", "\\\"")),
        SyntaxKind.InterpolatedVerbatimStringStartToken => Braces(text.Replace("\"", "\"\"")),
        _ => text,
    };

    private static string Braces(string text) => text.Replace("{", "{{").Replace("}", "}}");

    private static InterpolatedStringTextSyntax Text(string text)
        => SyntaxFactory.InterpolatedStringText(SyntaxFactory.Token(SyntaxFactory.TriviaList(), SyntaxKind.InterpolatedStringTextToken, text, text, SyntaxFactory.TriviaList()));
}
