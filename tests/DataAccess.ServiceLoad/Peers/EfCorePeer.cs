using Microsoft.EntityFrameworkCore;

namespace DataAccess.ServiceLoad.Peers;

/// <summary>The service as it is written with EF Core: pooled contexts, reads without tracking.</summary>
internal sealed class EfCorePeer(IDbContextFactory<PeerContext> contexts) : IPeer
{
    public async Task<PeerDevice?> GetDeviceAsync(string serial, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        return await context.Devices.AsNoTracking().SingleOrDefaultAsync(device => device.Serial == serial, ct);
    }

    public async Task<long?> UpdateDeviceAsync(PeerDevice device, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        var changed = await context.Devices
            .Where(row => row.Serial == device.Serial && row.Version == device.Version)
            .ExecuteUpdateAsync(
                set => set.SetProperty(static row => row.Name, device.Name).SetProperty(static row => row.Site, device.Site)
                    .SetProperty(static row => row.Enabled, device.Enabled).SetProperty(static row => row.Version, device.Version + 1),
                ct);
        return changed == 1 ? device.Version + 1 : null;
    }

    public async Task InsertReadingAsync(PeerReading reading, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        context.Add(reading);
        await context.SaveChangesAsync(ct);
    }

    public async Task InsertReadingsAsync(IReadOnlyList<PeerReading> readings, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        context.AddRange(readings);
        await context.SaveChangesAsync(ct);
    }

    public async Task<IReadOnlyList<PeerReading>> ListReadingsAsync(string device, int size, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        return await context.Readings.AsNoTracking().Where(reading => reading.Device == device)
            .OrderByDescending(static reading => reading.TakenAt).ThenByDescending(static reading => reading.Id).Take(size + 1).ToListAsync(ct);
    }

    public async Task<IReadOnlyList<PeerSite>> ReportAsync(CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        return await context.Database.SqlQueryRaw<PeerSite>(PeerSql.Report.Replace("highest_level", "\"HighestLevel\"", StringComparison.Ordinal)
            .Replace("as site", "as \"Site\"", StringComparison.Ordinal).Replace("site.quota,\n", "site.quota as \"Quota\",\n", StringComparison.Ordinal)
            .Replace("as devices", "as \"Devices\"", StringComparison.Ordinal).Replace("as readings", "as \"Readings\"", StringComparison.Ordinal)).ToListAsync(ct);
    }

    public async Task<bool> TransferAsync(PeerTransfer transfer, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await using var context = await contexts.CreateDbContextAsync(ct);
                await using var transaction = await context.Database.BeginTransactionAsync(ct);
                var taken = await context.Database.ExecuteSqlAsync($"update site set quota = quota - {transfer.Amount} where name = {transfer.From} and quota >= {transfer.Amount}", ct);
                if (taken == 0)
                {
                    return false;
                }

                await context.Database.ExecuteSqlAsync($"update site set quota = quota + {transfer.Amount} where name = {transfer.To}", ct);
                await transaction.CommitAsync(ct);
                return true;
            }
            catch (Npgsql.PostgresException exception) when (exception.SqlState is Npgsql.PostgresErrorCodes.DeadlockDetected)
            {
                // Rolled back: again.
            }
        }
    }
}
