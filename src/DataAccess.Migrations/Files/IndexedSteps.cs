using System.Collections;
using DataAccess.Migrations.Files.Contents;

namespace DataAccess.Migrations.Files;

/// <summary>The steps of a large script, made as they are asked for.</summary>
/// <param name="index">Its statements.</param>
internal sealed class IndexedSteps(StatementIndex index) : IReadOnlyList<MigrationStep>
{
    public int Count => index.Count;

    public MigrationStep this[int at] => new(at + 1, index[at], index.TraitsAt(at));

    public IEnumerator<MigrationStep> GetEnumerator() => Enumerable.Range(0, Count).Select(i => this[i]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
