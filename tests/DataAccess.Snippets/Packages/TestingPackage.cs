using DataAccess.Testing;

namespace DataAccess.Snippets.Packages;

/// <summary>The code of src/DataAccess.Testing/README.md.</summary>
internal static class TestingPackage
{
    public static async Task ShowAsync(TestDatabases databases, Reading reading, CancellationToken ct)
    {
        await using var test = await databases.CreateAsync(ct);
        using var sent = test.Database.RecordStatements();

        await new Readings(test.Database).InsertAsync(reading, ct);

        sent.ExpectRoundTrips(1);
    }

    private sealed class Readings(DatabaseSession session) : Repository<Reading, Guid>(session);
}
