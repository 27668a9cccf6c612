using DataAccess.EntityFramework;
using Microsoft.EntityFrameworkCore;

namespace DataAccess.Snippets.Packages;

/// <summary>The code of src/DataAccess.EntityFramework/README.md.</summary>
internal static class EntityFrameworkPackage
{
    public static async Task ShowAsync(Database db, IDbContextFactory<DbContext> contexts, object order, CancellationToken ct)
    {
        await db.InTransactionAsync(async (tx, ct) =>
        {
            await using var context = await contexts.CreateDbContextAsync(ct);
            await context.UseDataAccessAsync(tx, ct);
            context.Add(order);
            await context.SaveChangesAsync(ct);
            await tx.ExecuteAsync($"update stock set units = units - 1", ct);
        }, ct);
    }
}
