namespace DataAccess.ServiceLoad.Peers;

/// <summary>The statements of the peers: those that the sample sends.</summary>
internal static class PeerSql
{
    public const string Report =
        """
        select site.name as site, site.quota,
               (select count(*) from device where device.site = site.name) as devices,
               count(reading.id) as readings, max(reading.level) as highest_level
        from site
        left join device on device.site = site.name
        left join reading on reading.device = device.serial
        group by site.name, site.quota
        order by site.name
        """;
}
