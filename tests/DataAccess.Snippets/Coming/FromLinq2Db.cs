using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;

namespace DataAccess.Snippets.Coming;

/// <summary>What docs/coming-from-linq2db.md shows of linq2db.</summary>
internal static class FromLinq2Db
{
    public static async Task ReadAsync(DataOptions options, long id, string customer)
    {
        await using var db = new DataConnection(options);
        var order = await db.GetTable<Order>().SingleOrDefaultAsync(o => o.Id == id);
        var many = await db.GetTable<Order>().Where(o => o.Customer == customer).OrderBy(o => o.PlacedAt).ToListAsync();
        Console.WriteLine($"{order} {many.Count}");
    }

    public static async Task UpdateAsync(DataConnection db, long id, decimal total)
    {
        await db.GetTable<Order>().Where(o => o.Id == id).Set(o => o.Total, total).UpdateAsync();
    }

    public static async Task LoadAsync(DataConnection db, IEnumerable<Order> orders)
    {
        await db.BulkCopyAsync(new BulkCopyOptions { BulkCopyType = BulkCopyType.ProviderSpecific }, orders);
    }
}
