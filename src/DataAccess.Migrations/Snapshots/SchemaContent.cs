namespace DataAccess.Migrations.Snapshots;

/// <summary>What a schema consists of.</summary>
/// <param name="Objects">Its objects, each after those that it needs.</param>
/// <param name="Unknown">What is in the schema and not among the objects, in words.</param>
internal sealed record SchemaContent(IReadOnlyList<SnapshotObject> Objects, IReadOnlyList<string> Unknown);
