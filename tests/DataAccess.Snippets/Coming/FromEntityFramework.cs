using Microsoft.EntityFrameworkCore;

namespace DataAccess.Snippets.Coming;

/// <summary>What docs/coming-from-ef-core.md shows of EF Core.</summary>
internal static class FromEntityFramework
{
    public static async Task ReadAsync(IDbContextFactory<ShopContext> factory, long id, CancellationToken ct)
    {
        await using var context = await factory.CreateDbContextAsync(ct);
        var order = await context.Orders.AsNoTracking().SingleOrDefaultAsync(o => o.Id == id, ct);
        Console.WriteLine(order);
    }

    public static async Task PageAsync(ShopContext context, string? customer, DateTime before, CancellationToken ct)
    {
        var query = context.Orders.AsNoTracking().Where(o => o.PlacedAt < before);
        if (customer is not null)
        {
            query = query.Where(o => o.Customer == customer);
        }

        var page = await query.OrderByDescending(o => o.PlacedAt).Take(50).ToListAsync(ct);
        Console.WriteLine(page.Count);
    }

    public static async Task UpdateAsync(ShopContext context, long id, decimal total, CancellationToken ct)
    {
        var order = await context.Orders.SingleAsync(o => o.Id == id, ct);
        context.Entry(order).Property(o => o.Total).CurrentValue = total;
        await context.SaveChangesAsync(ct);
    }

    public static async Task JoinAsync(ShopContext context, CancellationToken ct)
    {
        var report = await context.Orders.GroupBy(o => o.Customer).Select(g => new { Customer = g.Key, Total = g.Sum(o => o.Total) }).ToListAsync(ct);
        Console.WriteLine(report.Count);
    }

    internal sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
    {
        public DbSet<Order> Orders => Set<Order>();
    }
}
