namespace DataAccess.Migrations.Files;

/// <summary>A file whose statements run around migrations, and which is none itself.</summary>
/// <param name="Name">Its name without endings: <c>before-each</c>.</param>
/// <param name="Script">Its text.</param>
/// <param name="Steps">Its statements.</param>
internal sealed record Callback(string Name, MigrationScript Script, IReadOnlyList<MigrationStep> Steps)
{
    /// <summary>Whether it is one transaction where it runs by itself.</summary>
    public bool IsOneTransaction => !Script.Directives.NoTransaction && Steps.All(static step => step.Traits.IsTransactional);

    /// <summary>The statements, each below the place that it is from.</summary>
    public IEnumerable<string> Shown => Steps.Select(step => Invariant($"-- {Script.Path}:{step.Statement.Line}\n{step.Statement.Text}"));

    public static Callback Of(string name, MigrationScript script) => new(name, script, MigrationStep.Of(script));
}
