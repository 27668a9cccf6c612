using DataAccess.Migrations.Snapshots;

namespace DataAccess.Migrations.Diffing;

/// <summary>What differs between engines where one schema is made another. Instances have no state.</summary>
internal abstract class DiffDialect
{
    /// <summary>What the statements need around them.</summary>
    public virtual DiffFrame FrameOf(IReadOnlyList<DiffStatement> statements) => DiffFrame.None;

    /// <summary>The statement that renames a table.</summary>
    public abstract string RenameTable(string from, string to);

    public static string RenameColumn(string table, string from, string to) => $"alter table {table} rename column {from} to {to}";

    /// <summary>The statements that change an object in place; null if it has to be dropped and made again.</summary>
    /// <param name="from">As it is.</param>
    /// <param name="to">As it is wished. Its statement differs.</param>
    /// <exception cref="MigrationException">It can only be done by hand.</exception>
    public abstract IReadOnlyList<DiffStatement>? Change(SnapshotObject from, SnapshotObject to);

    /// <summary>Whether an object cannot stay while a table that it needs is changed.</summary>
    public abstract bool IsDisturbed(SnapshotObject user, SnapshotObject from, SnapshotObject to);

    /// <summary>The id of the object through which a table gets the changes of another one; null if there is no such thing.</summary>
    public virtual string? LinkOf(SnapshotObject table) => null;

    /// <summary>The form in which an object is the same as another; it may be less than its text.</summary>
    public virtual string Comparable(SnapshotObject item) => item.Create;

    /// <summary>What differs between two schemas for this engine.</summary>
    public IReadOnlyList<SchemaDifference> Compare(SchemaContent expected, SchemaContent found) => SnapshotComparison.Of(ComparableOf(expected), ComparableOf(found));

    private Dictionary<string, string> ComparableOf(SchemaContent content)
    {
        var objects = content.Objects.ToDictionary(
            static o => o.Id, o => string.Join('\n', o.Settings.Select(static s => s.Set).Order(StringComparer.Ordinal).Prepend(Comparable(o))), StringComparer.Ordinal);
        foreach (var unknown in content.Unknown)
        {
            objects[unknown] = SnapshotText.NoSql;
        }

        return objects;
    }

    protected static MigrationException ByHand(SnapshotObject item, string why)
        => MigrationException.Validation([$"{item.Id}: {why} Write this change by hand, apply it, and run the command again."]);
}
