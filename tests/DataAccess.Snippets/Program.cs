using DataAccess;
using DataAccess.Sqlite;

await using var db = SqliteDatabase.Open("readings.db");
await db.ExecuteAsync($"create table if not exists reading (id text primary key, sensor text, level real)");

await using (var writer = db.CreateWriter<Reading>())
{
    // A thousand callers, a handful of commits. Each call returns when its row is in the database.
    await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i =>
        writer.WriteAsync(new Reading(Guid.NewGuid(), $"sensor {i % 3}", i / 10.0)).AsTask()));
    Console.WriteLine($"{writer.Statistics.Committed} rows in {writer.Statistics.Batches} batches");
}

foreach (var reading in await new ReadingRepository(db).AboveAsync(99.7))
{
    Console.WriteLine($"{reading.Sensor}: {reading.Level}");
}

public sealed record Reading(Guid Id, string Sensor, double Level);

public sealed class ReadingRepository(DatabaseSession db) : Repository<Reading, Guid>(db)
{
    public ValueTask<IReadOnlyList<Reading>> AboveAsync(double level) => QueryAsync($"where level > {level} order by level desc");
}
