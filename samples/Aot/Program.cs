using System.ComponentModel.DataAnnotations.Schema;
using System.Diagnostics;
using System.Text.Json.Serialization;
using DataAccess;
using DataAccess.MySql;
using DataAccess.PostgreSql;
using DataAccess.Sqlite;

// A file, or the URL of a server: postgres://…, mysql://….
var url = args.FirstOrDefault() ?? "aot.db";
await using var db = url.Split("://")[0] switch
{
    "postgres" => PostgreSqlDatabase.Open(url),
    "mysql" or "mariadb" => MySqlDatabase.Open(url),
    _ => SqliteDatabase.Open(url),
};
var json = SqlStatement.Raw(url.Contains("://", StringComparison.Ordinal) ? "json" : "text");
await db.ExecuteAsync($"drop table if exists aot_reading");
await db.ExecuteAsync(
    $"create table aot_reading (id {Type<Guid>()} not null primary key, sensor {Type<string>()}, level {Type<double>()}, kind varchar(10), tags {json}, at {Type<DateTime>()})");

var readings = new ReadingRepository(db);
var now = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
await using (var writer = db.CreateWriter<Reading>())
{
    await writer.WriteManyAsync(Enumerable.Range(0, 1_000).Select(i => new Reading(Guid.NewGuid(), $"sensor {i % 3}", i / 10.0, (Kind)(i % 2), ["written"], now)));
}

var start = Stopwatch.GetTimestamp();
var first = await db.QueryFirstOrDefaultAsync<Reading>($"select * from aot_reading order by level");
Console.Error.WriteLine($"first row after {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0.0} ms");

var id = Guid.NewGuid();
await readings.InsertAsync(new Reading(id, "roof", null, Kind.Hot, ["a", "b"], now));
var roof = await readings.GetAsync(id);
Console.WriteLine($"{await readings.CountAboveAsync(50)} above 50, the first of {first!.Sensor}, roof: {roof!.Kind} {string.Join('+', roof.Tags!)} {roof.At:O}");

var (sensor, count) = await db.QuerySingleAsync<(string, long)>($"select sensor, count(*) from aot_reading where sensor = {"sensor 1"} group by sensor");
var same = await db.QueryFirstOrDefaultAsync<(Reading Roof, Reading? Other)>(
    $"select a.*, b.* from aot_reading a left join aot_reading b on b.sensor = a.sensor and b.id <> a.id where a.id = {id}");
var named = await db.QuerySingleAsync<IDictionary<string, object?>>($"select sensor, kind from aot_reading where id = {id}");
var (kinds, hottest) = await db.QueryMultipleAsync<Kind, (double?, string)>(
    $"select distinct kind from aot_reading", $"select level, sensor from aot_reading where level is not null order by level desc");
Console.WriteLine($"{sensor} {count}, {same.Roof.Sensor} {same.Other is null}, {named["sensor"]}, {kinds.Count} {hottest[0].Item2}");
Console.WriteLine(await Devices.RunAsync(db));

SqlStatement Type<T>() => SqlStatement.Raw(db.Dialect.ColumnTypeFor(typeof(T))!);

public enum Kind
{
    Cold,
    Hot,
}

[Row(Json = typeof(ReadingJson))]
[Table("aot_reading")]
public sealed record Reading(
    Guid Id,
    string Sensor,
    double? Level,
    [property: Column(TypeName = "text")] Kind Kind,
    [property: Column(TypeName = "json")] string[]? Tags,
    DateTime At);

public sealed class ReadingRepository(DatabaseSession db) : Repository<Reading, Guid>(db)
{
    public async ValueTask<long> CountAboveAsync(double level)
        => await Session.QuerySingleAsync<long>($"select count(*) from aot_reading where level > {level}");
}

[JsonSerializable(typeof(string[]))]
internal sealed partial class ReadingJson : JsonSerializerContext;
