using System.Collections.Immutable;
using DataAccess.Analyzers.Lexing;
using DataAccess.Analyzers.Rules;
using DataAccess.Analyzers.Statements;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DataAccess.Analyzers.QuotedHoles;

/// <summary>DA0001: a hole inside the quotes or comments of the SQL, where the database does not see a parameter.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class QuotedHoleAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The properties of a finding that can be fixed: the SQL to remove on both sides, and the text to add to the value.</summary>
    internal const string Before = nameof(Before), After = nameof(After), Prefix = nameof(Prefix), Suffix = nameof(Suffix), IsName = nameof(IsName);

    private static readonly char[] Marks = ['\'', '"', '`', '$', '-', '/'];

    private static readonly DiagnosticDescriptor Rule = new(
        RuleIds.QuotedHole,
        "A value inside SQL quotes or a comment is not a parameter",
        "{0} is inside {1}, where the database sees no parameter: {2}",
        "DataAccess",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: RulePage.Of(RuleIds.QuotedHole));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (SqlStatementType.In(start.Compilation) is { } statement)
            {
                start.RegisterOperationAction(operation => Analyze(operation, statement), OperationKind.InterpolatedStringHandlerCreation);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, INamedTypeSymbol statement)
    {
        if (StatementText.Of((IInterpolatedStringHandlerCreationOperation)context.Operation, statement) is not { } text || text.Text.IndexOfAny(Marks) < 0)
        {
            return;
        }

        foreach (var quoted in QuotedHole.In(text.Text))
        {
            var hole = text.Holes[quoted.Index];
            if (hole.Kind != HoleKind.Fragment)
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Rule, hole.Location, Properties(quoted, hole), "{" + hole.Shown + "}", Place(quoted), RightForm(quoted, hole)));
            }
        }
    }

    private static string Place(QuotedHole quoted) => quoted.Kind switch
    {
        SqlTokenKind.Comment => "a comment",
        SqlTokenKind.Name => "a quoted name",
        _ => "a text in quotes",
    };

    private static string RightForm(QuotedHole quoted, StatementHole hole) => quoted.Kind switch
    {
        SqlTokenKind.Comment => "write the comment without it",
        SqlTokenKind.Name when hole.IsText => "write {SqlStatement.Identifier(" + hole.Shown + ")} without the quotes for a name, {" + hole.Shown + "} for a value",
        SqlTokenKind.Text when quoted.CanReplace => "write {" + Sum(quoted, hole) + "} without the quotes",
        _ => "write one {value} without the quotes",
    };

    /// <summary>The value with the text that is beside it in the quotes.</summary>
    private static string Sum(QuotedHole quoted, StatementHole hole)
        => (quoted.Prefix.Length == 0 ? "" : SymbolDisplay.FormatLiteral(quoted.Prefix, quote: true) + " + ")
        + hole.Shown
        + (quoted.Suffix.Length == 0 ? "" : " + " + SymbolDisplay.FormatLiteral(quoted.Suffix, quote: true));

    private static ImmutableDictionary<string, string?> Properties(QuotedHole quoted, StatementHole hole)
        => !quoted.CanReplace || (quoted.Kind == SqlTokenKind.Name && !hole.IsText)
            ? ImmutableDictionary<string, string?>.Empty
            : ImmutableDictionary<string, string?>.Empty
                .Add(Before, quoted.Before)
                .Add(After, quoted.After)
                .Add(Prefix, quoted.Prefix)
                .Add(Suffix, quoted.Suffix)
                .Add(IsName, quoted.Kind == SqlTokenKind.Name ? "" : null);
}
