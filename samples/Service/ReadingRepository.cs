using DataAccess;

namespace Service;

public sealed class ReadingRepository(Database db) : Repository<Reading, string>(db)
{
    public ValueTask<IReadOnlyList<Reading>> LatestAsync(string sensor, CancellationToken ct)
        => QueryAsync($"where sensor = {sensor} order by id desc limit {100}", ct);
}
