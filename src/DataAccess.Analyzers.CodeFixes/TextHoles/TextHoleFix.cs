using System.Collections.Immutable;
using System.Composition;
using DataAccess.Analyzers.CodeFixes.Syntax;
using DataAccess.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DataAccess.Analyzers.CodeFixes.TextHoles;

/// <summary>Makes the branches of a value statements: <c>(x ? $"a" : $"b")</c> becomes <c>(x ? (SqlStatement)$"a" : (SqlStatement)$"b")</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TextHoleFix))]
[Shared]
public sealed class TextHoleFix : CodeFixProvider
{
    private const string Title = "Make it a part of the statement: (SqlStatement)$\"…\"";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [RuleIds.TextHole];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (await Holes.FindAsync(context, diagnostic).ConfigureAwait(false) is { } hole && StatementBranches.Cast(hole.Expression) is { } cast)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(Title, cancellation => Holes.ReplaceAsync(context.Document, hole.Expression, cast, cancellation), equivalenceKey: Title),
                    diagnostic);
            }
        }
    }
}
