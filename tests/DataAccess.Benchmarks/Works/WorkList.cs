namespace DataAccess.Benchmarks;

/// <summary>All works, in the order in which they are measured.</summary>
internal static class WorkList
{
    private const int ManyCallers = 256;
    private const int PoolSize = 8;

    private static readonly string[] Servers = ["postgresql", "mysql", "mariadb"];
    private static readonly string[] All = [.. Servers, "sqlite"];
    private static readonly int[] Waiting = [1, 10, 100, 1_000, 10_000];

    public static IEnumerable<string> Ids =>
    [
        "point-read-1", "get-1", "get-256", "rows-1000", "lease", .. Waiting.Select(static n => $"waiting-{n}"),
        "write-1", "write-256", "stream-100k", "stream-10m",
        "migrate-1000", "migrate-status-1000",
    ];

    public static IReadOnlyList<Work> Select(BenchmarkOptions options)
        => [.. Ids.Where(id => options.Works.Length == 0 || options.Works.Contains(id, StringComparer.Ordinal))
            .Select(Make)
            .Where(work => options.Works.Length > 0 || !(options.Quick && work.IsLong))];

    private static Work Make(string id) => id switch
    {
        "point-read-1" => new ReadWork<Item?>(id, 1, static (c, i) => c.ReadOneAsync(KeyOf(i)), Servers),
        "get-1" => new ReadWork<Item?>(id, 1, static (c, i) => c.GetAsync(KeyOf(i)), Servers),
        "get-256" => new ReadWork<Item?>(id, ManyCallers, static (c, i) => c.GetAsync(KeyOf(i)), Servers),
        "rows-1000" => new ReadWork<int>(id, 1, static (c, _) => c.ReadPageAsync(), Servers),
        "lease" => new CallerWork(id, WorkKind.Lease, 1, static (c, _) => c.LeaseAsync(), Servers),
        "write-1" => new CallerWork(id, WorkKind.Write, 1, static (c, i) => c.InsertAsync(Item.Of(i)), All),
        "write-256" => new CallerWork(id, WorkKind.WriteTogether, ManyCallers, static (c, i) => c.InsertAsync(Item.Of(i)), All),
        "stream-100k" => new StreamWork(id, All),
        "stream-10m" => new MemoryWork(id, All),

        "migrate-1000" => new MigrateWork(id, Servers),
        "migrate-status-1000" => new MigrateStatusWork(id, Servers),

        // One engine is enough: what waits is the pool's, not the database's.
        _ => new CallerWork(id, WorkKind.Wait, PoolSize + int.Parse(id["waiting-".Length..]), static (c, _) => c.TakeTurnAsync(), "postgresql"),
    };

    /// <summary>A key of the read table that follows no order, the same for the same number.</summary>
    private static long KeyOf(long number) => (long)((ulong)number * 0x9E3779B97F4A7C15 >> 33) % Tables.Rows + 1;
}
