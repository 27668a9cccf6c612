using System.Collections.Immutable;
using DataAccess.Analyzers.Rules;
using DataAccess.Analyzers.Statements;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DataAccess.Analyzers.NameHoles;

/// <summary>DA0002: a value where the SQL needs a name, or where a value is the same for every row.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NameHoleAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The property of a finding that can be fixed: the hole is a text that may be a name.</summary>
    internal const string MayBeName = nameof(MayBeName);

    private static readonly DiagnosticDescriptor Rule = new(
        RuleIds.NameHole,
        "A value where the SQL needs a name",
        "{0} is a parameter, and {1}: write {2}",
        "DataAccess",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: RulePage.Of(RuleIds.NameHole));

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
        if (StatementText.Of((IInterpolatedStringHandlerCreationOperation)context.Operation, statement) is not { } text)
        {
            return;
        }

        foreach (var position in NamePositions.In(text.Text))
        {
            var hole = text.Holes[position.Hole];

            // SQL that is misread as text is DA0003, and a name as little as a value.
            if (hole.Kind != HoleKind.Parameter || hole.MisreadSql is not null || (position.Role == NameRole.Direction && !hole.IsText))
            {
                continue;
            }

            var properties = ImmutableDictionary<string, string?>.Empty;
            if (hole.IsText && position.Role != NameRole.Direction)
            {
                properties = properties.Add(MayBeName, "");
            }

            context.ReportDiagnostic(Diagnostic.Create(
                Rule, hole.Location, properties, "{" + hole.Shown + "}", Problem(position.Role), RightForm(position.Role, hole)));
        }
    }

    private static string Problem(NameRole role) => role switch
    {
        NameRole.SortKey => "a constant sorts nothing",
        NameRole.GroupKey => "a constant groups nothing",
        NameRole.Direction => "'asc' or 'desc' cannot be one",
        NameRole.Column => "a column cannot be one",
        _ => "a name cannot be one",
    };

    private static string RightForm(NameRole role, StatementHole hole)
        => role == NameRole.Direction ? "{(descending ? (SqlStatement)$\"desc\" : $\"asc\")}"
        : "{SqlStatement.Identifier(" + (hole.IsText ? hole.Shown : "name") + ")}";
}
