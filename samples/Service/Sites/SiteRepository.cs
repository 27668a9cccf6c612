using DataAccess;

namespace Service.Sites;

public sealed class SiteRepository(DatabaseSession db)
{
    public ValueTask<IReadOnlyList<SiteReport>> ReportAsync(CancellationToken ct)
        => db.QueryAsync<SiteReport>(
            $"""
            select site.name as site, site.quota,
                   (select count(*) from device where device.site = site.name) as devices,
                   count(reading.id) as readings, max(reading.level) as highest_level
            from site
            left join device on device.site = site.name
            left join reading on reading.device = device.serial
            group by site.name, site.quota
            order by site.name
            """,
            ct);

    /// <summary>Moves quota, all or nothing. It is run again after a deadlock, which two transfers in opposite directions may cause.</summary>
    /// <returns>Whether the site had enough.</returns>
    public async ValueTask<bool> TransferAsync(Transfer transfer, CancellationToken ct)
    {
        var done = false;
        await db.InTransactionAsync(
            async (tx, ct) =>
            {
                var taken = await tx.ExecuteAsync($"update site set quota = quota - {transfer.Amount} where name = {transfer.From} and quota >= {transfer.Amount}", ct);
                done = taken == 1;
                if (done && await tx.ExecuteAsync($"update site set quota = quota + {transfer.Amount} where name = {transfer.To}", ct) == 0)
                {
                    throw new KeyNotFoundException($"There is no site {transfer.To}.");
                }
            },
            ct);
        return done;
    }
}
