using System.Collections.Immutable;
using System.Composition;
using DataAccess.Analyzers.CodeFixes.Syntax;
using DataAccess.Analyzers.QuotedHoles;
using DataAccess.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataAccess.Analyzers.CodeFixes.QuotedHoles;

/// <summary>
/// Removes the quotes around a hole: <c>'{name}'</c> becomes <c>{name}</c>, and <c>'%{term}%'</c> <c>{"%" + term + "%"}</c>. For a quoted name it
/// offers <c>{SqlStatement.Identifier(name)}</c> too.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(QuotedHoleFix))]
[Shared]
public sealed class QuotedHoleFix : CodeFixProvider
{
    private const string AsParameter = "Make it a parameter, without the quotes";
    private const string AsName = "Quote it as a name: SqlStatement.Identifier(…)";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [RuleIds.QuotedHole];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics.Where(static d => d.Properties.ContainsKey(QuotedHoleAnalyzer.Before)))
        {
            if (await Holes.FindAsync(context, diagnostic).ConfigureAwait(false) is { Parent: InterpolatedStringExpressionSyntax } hole)
            {
                var properties = diagnostic.Properties;
                var value = Concatenation.Of(properties[QuotedHoleAnalyzer.Prefix]!, hole.Expression, properties[QuotedHoleAnalyzer.Suffix]!);
                if (properties[QuotedHoleAnalyzer.IsName] is not null)
                {
                    Register(AsName, StatementTypeName.Identifier(value));
                }

                Register(AsParameter, value);

                void Register(string title, ExpressionSyntax replacement)
                {
                    if (Quotes.Remove(hole, properties[QuotedHoleAnalyzer.Before]!, properties[QuotedHoleAnalyzer.After]!, replacement) is { } fixedText)
                    {
                        context.RegisterCodeFix(
                            CodeAction.Create(title, cancellation => Holes.ReplaceAsync(context.Document, hole.Parent, fixedText, cancellation), equivalenceKey: title),
                            diagnostic);
                    }
                }
            }
        }
    }
}
