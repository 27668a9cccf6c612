namespace DataAccess.Migrations.Snapshots;

/// <summary>What is set on an object once it is there: a comment, a trigger's state.</summary>
/// <param name="Name">What is set: <c>comment</c>.</param>
/// <param name="Set">The statement that sets it.</param>
/// <param name="Unset">The statement that takes it back.</param>
internal sealed record SnapshotSetting(string Name, string Set, string Unset);
