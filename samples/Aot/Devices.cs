using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using System.Net;
using DataAccess;

/// <summary>Keys of two columns, of which one is a typed id, and a member with a converter of its own.</summary>
public static class Devices
{
    public static async Task<string> RunAsync(Database db)
    {
        await db.ExecuteAsync($"drop table if exists aot_device");
        await db.ExecuteAsync(
            $"create table aot_device (site_id {Type<long>(db)} not null, number {Type<int>(db)} not null, address varchar(45), pin varchar(20), weight {Type<long>(db)}, primary key (site_id, number))");
        var devices = new DeviceRepository(db);
        await devices.InsertManyAsync([new Device(new(7), 1, IPAddress.Loopback, "1234", 5), new Device(new(7), 2, null, null, null)]);
        await using (var writer = db.CreateWriter<Device>(new() { OnConflict = ConflictAction.Update }))
        {
            await writer.WriteAsync(new Device(new(7), 2, IPAddress.IPv6Loopback, "42", 6));
        }

        SiteId[] sites = [new(7), new(8)];
        var second = (await devices.GetAsync((new(7), 2)))!;
        var stored = await db.QuerySingleAsync<string>($"select pin from aot_device where site_id in {sites} and address = {IPAddress.Loopback}");
        var page = await devices.PageAfterAsync((new(7), 1), 5);
        var ids = await db.QueryAsync<SiteId>($"select distinct site_id from aot_device");
        return $"{second.Address} {second.Pin} {second.Weight}, stored as {stored}, {page.Items.Count} after the first, site {ids[0].Value}";
    }

    private static SqlStatement Type<T>(Database db) => SqlStatement.Raw(db.Dialect.ColumnTypeFor(typeof(T))!);
}

[ValueConverter<SiteIdConverter>]
public readonly record struct SiteId(long Value);

public sealed class SiteIdConverter : IValueConverter<SiteId, long>
{
    public long ToColumn(SiteId value) => value.Value;

    public SiteId FromColumn(long value) => new(value);
}

public sealed class BackwardsConverter : IValueConverter<string, string>
{
    public string ToColumn(string value) => new([.. value.Reverse()]);

    public string FromColumn(string value) => new([.. value.Reverse()]);
}

[Row]
[Table("aot_device")]
public sealed record Device(
    [property: Key, Column("site_id", Order = 0)] SiteId SiteId,
    [property: Key, Column("number", Order = 1)] int Number,
    IPAddress? Address,
    [property: ValueConverter<BackwardsConverter>] string? Pin,
    Int128? Weight);

public sealed class DeviceRepository(DatabaseSession db) : Repository<Device, (SiteId SiteId, int Number)>(db);
