using System.Collections.Immutable;
using System.Composition;
using DataAccess.Analyzers.CodeFixes.Syntax;
using DataAccess.Analyzers.NameHoles;
using DataAccess.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DataAccess.Analyzers.CodeFixes.NameHoles;

/// <summary>Makes <c>{name}</c> a quoted name: <c>{SqlStatement.Identifier(name)}</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NameHoleFix))]
[Shared]
public sealed class NameHoleFix : CodeFixProvider
{
    private const string Title = "Quote it as a name: SqlStatement.Identifier(…)";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [RuleIds.NameHole];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics.Where(static d => d.Properties.ContainsKey(NameHoleAnalyzer.MayBeName)))
        {
            if (await Holes.FindAsync(context, diagnostic).ConfigureAwait(false) is { } hole)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        Title,
                        cancellation => Holes.ReplaceAsync(context.Document, hole.Expression, StatementTypeName.Identifier(hole.Expression), cancellation),
                        equivalenceKey: Title),
                    diagnostic);
            }
        }
    }
}
