using Dapper;
using DataAccess.EntityFramework;
using Microsoft.EntityFrameworkCore;

namespace DataAccess.Snippets.Docs;

/// <summary>The code of docs/sharing-transactions.md.</summary>
internal static class SharingSnippets
{
    public static async Task DapperAsync(Database db, Reading reading, CancellationToken ct)
    {
        await db.InTransactionAsync(async (tx, ct) =>
        {
            await new Readings(tx).InsertAsync(reading, ct);
            await tx.Connection.ExecuteAsync("update sensor set readings = readings + 1 where name = @Sensor", new { reading.Sensor }, tx.Transaction);
        }, ct);
    }

    public static async Task ContextAsync(Database db, IDbContextFactory<ShopContext> contexts, Reading reading, CancellationToken ct)
    {
        await db.InTransactionAsync(async (tx, ct) =>
        {
            await using var context = await contexts.CreateDbContextAsync(ct);
            await context.UseDataAccessAsync(tx, ct);

            await new Readings(tx).InsertAsync(reading, ct);
            context.Add(new Alarm { Sensor = reading.Sensor });
            await context.SaveChangesAsync(ct);
        }, ct);
    }

    public static async Task OtherWayAsync(Database db, ShopContext context, Reading reading, CancellationToken ct)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(ct);
        context.Add(new Alarm { Sensor = reading.Sensor });
        await context.SaveChangesAsync(ct);

        var session = await db.UseAsync(context, ct);
        await new Readings(session).InsertAsync(reading, ct);
        await transaction.CommitAsync(ct);
    }

    public static async Task AdoNetAsync(Database db, Npgsql.NpgsqlDataSource source, Reading reading, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);

        var session = db.Use(connection, transaction);
        await new Readings(session).InsertAsync(reading, ct);
        await transaction.CommitAsync(ct);
    }

    internal sealed class Readings(DatabaseSession session) : Repository<Reading, Guid>(session);

    internal sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options);

    internal sealed class Alarm
    {
        public long Id { get; set; }

        public string Sensor { get; set; } = "";
    }
}
