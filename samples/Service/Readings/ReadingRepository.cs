using DataAccess;

namespace Service.Readings;

public sealed class ReadingRepository(DatabaseSession db) : Repository<Reading, string>(db)
{
    private static readonly Dictionary<string, PageOrder<Reading>> Orders = new(StringComparer.Ordinal)
    {
        ["taken_at"] = PageOrder.By<Reading>(static reading => reading.TakenAt),
        ["-taken_at"] = PageOrder.ByDescending<Reading>(static reading => reading.TakenAt),
        ["level"] = PageOrder.By<Reading>(static reading => reading.Level),
        ["-level"] = PageOrder.ByDescending<Reading>(static reading => reading.Level),
    };

    /// <summary>The names of the orders, for a message.</summary>
    public static string OrderNames => string.Join(", ", Orders.Keys);

    /// <summary>A page of the readings that fit, in an order chosen by the caller; null if there is no such order.</summary>
    public async ValueTask<Page<Reading, Reading>?> ListAsync(ReadingQuery query, CancellationToken ct)
    {
        if (!Orders.TryGetValue(query.Sort ?? "taken_at", out var order))
        {
            return null;
        }

        SqlStatement filter = $"1 = 1";
        if (query.Device is { } device)
        {
            filter = $"{filter} and device = {device}";
        }

        if (query.Least is { } least)
        {
            filter = $"{filter} and level >= {least}";
        }

        return query.After is { } after
            ? await PageAfterAsync(after, query.Size, order, filter, ct)
            : await PageAsync(query.Size, order, filter, ct);
    }
}
