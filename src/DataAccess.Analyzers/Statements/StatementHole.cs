using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DataAccess.Analyzers.Statements;

/// <summary>A hole of a statement: <c>{value}</c>.</summary>
/// <param name="value">What is in it, without the conversions that the compiler adds.</param>
/// <param name="kind">What it becomes.</param>
internal sealed class StatementHole(IOperation value, HoleKind kind)
{
    public IOperation Value { get; } = value;

    public HoleKind Kind { get; } = kind;

    /// <summary>The hole with its braces.</summary>
    public Location Location => Value.Syntax.FirstAncestorOrSelf<InterpolationSyntax>()!.GetLocation();

    public bool IsText => Value.Type?.SpecialType == SpecialType.System_String;

    /// <summary>The interpolated string in it that looks like SQL, and that becomes a text parameter nevertheless; null if there is none.</summary>
    public IInterpolatedStringOperation? MisreadSql
        => Kind == HoleKind.Parameter && IsText && TextBranches.Of(Value) is { AreSql: true } branches ? branches.First : null;

    /// <summary>The expression as it is written, cut for a message.</summary>
    public string Shown
    {
        get
        {
            var text = Value.Syntax.ToString();
            return text.Length <= 40 && text.IndexOf('\n') < 0 ? text : "…";
        }
    }
}
