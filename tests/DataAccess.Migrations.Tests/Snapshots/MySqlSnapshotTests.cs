using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Snapshots;

[Collection("MySQL")]
public sealed class MySqlSnapshotTests() : MySqlSnapshotSuite(MySqlEngine.Shared)
{
    [Fact]
    public async Task A_library_is_named_and_its_loss_is_drift()
    {
        await RunAsync("create library shared language javascript as 'export function f() {}'");
        var text = await SchemaSnapshot.ReadAsync(Db, cancellationToken: Token);
        Assert.Contains("-- Not known to the snapshot, and not in this file: library `shared`.\n", text, StringComparison.Ordinal);

        await RunAsync("drop library shared");

        Assert.Equal(("library `shared`", SchemaChange.Removed), (await SchemaSnapshot.CompareAsync(Db, text, cancellationToken: Token)).Select(static d => (d.Name, d.Change)).Single());
    }
}
