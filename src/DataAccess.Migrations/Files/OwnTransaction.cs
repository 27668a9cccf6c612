using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Files;

/// <summary>
/// Knows the files that begin and commit one transaction around all they do, as the dumps of sqlite3 are: it is the one that the runner makes in
/// any case. Before the BEGIN only the session may be set, and after the COMMIT too, where it changes nothing any more.
/// </summary>
internal static class OwnTransaction
{
    private static readonly string[] Begins =
        ["BEGIN", "BEGIN TRANSACTION", "BEGIN WORK", "START TRANSACTION", "BEGIN DEFERRED", "BEGIN DEFERRED TRANSACTION", "BEGIN IMMEDIATE", "BEGIN IMMEDIATE TRANSACTION"];

    private static readonly string[] Commits = ["COMMIT", "COMMIT TRANSACTION", "COMMIT WORK", "END", "END TRANSACTION", "END WORK"];

    /// <summary>The steps without those two, or null where the file has no such transaction.</summary>
    public static IReadOnlyList<MigrationStep>? Without(IReadOnlyList<MigrationStep> steps)
    {
        var controls = steps.Where(static step => step.Traits.IsTransactionControl).Take(3).ToList();
        if (controls is not [var begin, var commit] || !Is(begin, Begins) || !Is(commit, Commits))
        {
            return null;
        }

        var ahead = begin.Number - 1;
        return steps.Take(ahead).Concat(steps.Skip(commit.Number)).All(static step => step.Traits.IsSession) && commit.Number > begin.Number + 1
            ? new StepSelection(steps, [begin.Number, .. Enumerable.Range(commit.Number, steps.Count - commit.Number + 1)], ahead)
            : null;
    }

    private static bool Is(MigrationStep step, string[] forms)
    {
        var words = new StatementWords(step.Statement.Text, step.Statement.Flavour, limit: 4);
        return forms.Contains(string.Join(' ', Enumerable.Range(0, words.Count).Select(i => words[i])), StringComparer.OrdinalIgnoreCase);
    }
}
