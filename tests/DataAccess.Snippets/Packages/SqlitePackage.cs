using DataAccess.Sqlite;

namespace DataAccess.Snippets.Packages;

/// <summary>The code of src/DataAccess.Sqlite/README.md.</summary>
internal static class SqlitePackage
{
    public static async Task ShowAsync()
    {
        await using var db = SqliteDatabase.Open("readings.db");
        await db.ExecuteAsync($"create table if not exists reading (id text primary key, sensor text, level real)");

        await using var writer = db.CreateWriter<Reading>();
        await writer.WriteAsync(new Reading(Guid.NewGuid(), "roof", 21.5));
    }
}
