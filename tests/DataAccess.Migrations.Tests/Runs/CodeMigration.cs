namespace DataAccess.Migrations.Tests.Runs;

/// <summary>A migration in C# that does what a test gives it to do.</summary>
internal class CodeMigration(string name, Func<CodeMigrationContext, CancellationToken, ValueTask> up) : ICodeMigration
{
    public string Name { get; } = name;

    public string Revision { get; init; } = "1";

    public bool IsRepeatable { get; init; }

    public ValueTask UpAsync(CodeMigrationContext context, CancellationToken cancellationToken) => up(context, cancellationToken);
}

/// <summary>One that can be undone.</summary>
internal sealed class ReversibleCodeMigration(
    string name, Func<CodeMigrationContext, CancellationToken, ValueTask> up, Func<CodeMigrationContext, CancellationToken, ValueTask> down)
    : CodeMigration(name, up), IReversibleCodeMigration
{
    public ValueTask DownAsync(CodeMigrationContext context, CancellationToken cancellationToken) => down(context, cancellationToken);
}
