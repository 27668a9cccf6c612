using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Files;

/// <summary>
/// Takes out what mariadb-dump writes around the rows of each table to load them in one transaction. The runner commits them with its journal,
/// so that it can go on after each statement. Anything else about a transaction stays, and is an error.
/// </summary>
internal static class AutocommitPairs
{
    private const string Off = "SET @ OLD_AUTOCOMMIT = @ @ AUTOCOMMIT , @ @ AUTOCOMMIT = 0";
    private const string Commit = "COMMIT";
    private const string Back = "SET AUTOCOMMIT = @ OLD_AUTOCOMMIT";

    public static IReadOnlyList<MigrationStep> Without(IReadOnlyList<MigrationStep> steps)
    {
        var taken = new List<int>();
        var open = new List<MigrationStep>();
        foreach (var step in steps.Where(static step => step.Traits.IsTransactionControl || (step.Traits.IsSession && step.Statement.Text.StartsWith("SET @OLD_AUTOCOMMIT", StringComparison.Ordinal))))
        {
            var expected = open.Count switch { 0 => Off, 1 => Commit, _ => Back };
            if (!Is(step, expected))
            {
                open.Clear();
                continue;
            }

            open.Add(step);
            if (expected == Back)
            {
                taken.AddRange(open.Select(static part => part.Number));
                open.Clear();
            }
        }

        return taken.Count == 0 ? steps : new StepSelection(steps, taken);
    }

    private static bool Is(MigrationStep step, string form)
    {
        var words = new StatementWords(step.Statement.Text, step.Statement.Flavour, limit: 16);
        return form.Equals(string.Join(' ', Enumerable.Range(0, words.Count).Select(i => words[i])), StringComparison.OrdinalIgnoreCase);
    }
}
