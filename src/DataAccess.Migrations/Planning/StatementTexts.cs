using DataAccess.Migrations.Files;
using DataAccess.Migrations.Files.Contents;

namespace DataAccess.Migrations.Planning;

/// <summary>The texts of a migration's statements, read as they are asked for.</summary>
/// <param name="before">What runs before them.</param>
/// <param name="steps">The statements.</param>
/// <param name="after">What runs after them.</param>
internal sealed class StatementTexts(IReadOnlyList<string> before, IReadOnlyList<MigrationStep> steps, IReadOnlyList<string> after) : LazyList<string>
{
    public override int Count => before.Count + steps.Count + after.Count;

    public override string this[int index]
        => index < before.Count ? before[index]
            : index - before.Count < steps.Count ? steps[index - before.Count].Statement.Text
            : after[index - before.Count - steps.Count];
}
