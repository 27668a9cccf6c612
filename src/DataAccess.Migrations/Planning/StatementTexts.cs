using System.Collections;
using DataAccess.Migrations.Files;

namespace DataAccess.Migrations.Planning;

/// <summary>The texts of a migration's statements, read as they are asked for.</summary>
/// <param name="before">What runs before them.</param>
/// <param name="steps">The statements.</param>
/// <param name="after">What runs after them.</param>
internal sealed class StatementTexts(IReadOnlyList<string> before, IReadOnlyList<MigrationStep> steps, IReadOnlyList<string> after) : IReadOnlyList<string>
{
    public int Count => before.Count + steps.Count + after.Count;

    public string this[int index]
        => index < before.Count ? before[index]
            : index - before.Count < steps.Count ? steps[index - before.Count].Statement.Text
            : after[index - before.Count - steps.Count];

    public IEnumerator<string> GetEnumerator() => Enumerable.Range(0, Count).Select(i => this[i]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
