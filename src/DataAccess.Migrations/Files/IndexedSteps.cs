using DataAccess.Migrations.Files.Contents;

namespace DataAccess.Migrations.Files;

/// <summary>The steps of a large script, made as they are asked for.</summary>
/// <param name="index">Its statements.</param>
internal sealed class IndexedSteps(StatementIndex index) : LazyList<MigrationStep>
{
    public override int Count => index.Count;

    public override MigrationStep this[int at] => new(at + 1, index[at], index.TraitsAt(at));
}
