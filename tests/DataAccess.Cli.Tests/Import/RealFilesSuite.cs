using System.Globalization;
using System.Text;
using DataAccess.Conformance;

namespace DataAccess.Cli.Tests.Import;

/// <summary>Excerpts of real files, and the files themselves where they are found, loaded into each engine.</summary>
public abstract class RealFilesSuite(TestEngine engine) : EngineImportFixture(engine)
{
    [Fact]
    public async Task Zip_codes_load_whole_and_keep_their_zeros()
    {
        var run = await ImportAsync(TestFiles.Sample("zipcodes.csv"), "zipcodes", "--create");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("5257 read, 5257 committed, 0 rejected", run.Out, StringComparison.Ordinal);
        Assert.Equal(5_257, await CountAsync("zipcodes"));
        Assert.Equal(
            [new Place("00501", 40.922326, "Holtsville")],
            await QueryAsync<Place>("select zip_code, latitude, city from zipcodes where zip_code = '00501'"));
        Assert.False(File.Exists(RejectsPath));
    }

    [Fact]
    public async Task Bird_strikes_load_whole()
    {
        var run = await ImportAsync(TestFiles.Sample("birdstrikes.csv"), "birdstrikes", "--create");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(2_000, await CountAsync("birdstrikes"));
        Assert.Equal([new DateOnly(1990, 1, 8)], await QueryAsync<DateOnly>("select min(flight_date) as \"min\" from birdstrikes"));
        Assert.NotEmpty(await QueryAsync<long>("select cost_total from birdstrikes where speed_ias_in_knots is null limit 1"));
    }

    [Fact]
    public async Task Earthquakes_load_whole()
    {
        var run = await ImportAsync(TestFiles.Sample("earthquakes.ndjson"), "earthquakes", "--create");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(342, await CountAsync("earthquakes"));
        Assert.Equal(
            [new Quake(1_517_966_773_840, "37868143", null)],
            await QueryAsync<Quake>("select time, code, felt from earthquakes where id = 'ci37868143'"));
    }

    [SharedDataTheory]
    [InlineData("zipcodes.csv", 42_049)]
    [InlineData("birdstrikes.csv", 10_000)]
    [InlineData("earthquakes.ndjson", 1_707)]
    public async Task A_whole_file_loads_whole(string file, int rows)
    {
        var run = await ImportAsync(TestFiles.Shared(file), "whole", "--create");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains($"{rows} read, {rows} committed, 0 rejected", run.Out, StringComparison.Ordinal);
        Assert.Equal(rows, await CountAsync("whole"));
    }

    [Theory]
    [InlineData("error", 5, 2, 1, "old")]
    [InlineData("ignore", 0, 3, 0, "old")]
    [InlineData("update", 0, 3, 0, "newest")]
    public async Task A_row_whose_key_exists_is_rejected_skipped_or_overwrites(string onConflict, int exitCode, int committed, int rejected, string name)
    {
        await ExecuteAsync("create table places (id integer not null primary key, name varchar(40) not null)");
        await ExecuteAsync("insert into places (id, name) values (2, 'old')");
        var file = Write("places.csv", onConflict == "update" ? "id,name\n1,a\n2,new\n2,newest\n" : "id,name\n1,a\n2,new\n3,c\n");

        var run = await ImportAsync(file, "places", "--on-conflict", onConflict);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains($"3 read, {committed} committed, {rejected} rejected", run.Out, StringComparison.Ordinal);
        Assert.Equal([name], await QueryAsync<string>("select name from places where id = 2"));
    }

    [Theory]
    [InlineData("error", 1, "old")]
    [InlineData("ignore", 0, "old")]
    [InlineData("update", 0, "newest")]
    public async Task A_key_of_several_columns_is_taken_as_a_whole(string onConflict, int rejected, string name)
    {
        await ExecuteAsync("create table places (country varchar(2) not null, name varchar(40) not null, id integer not null, primary key (country, id))");
        await ExecuteAsync("insert into places (country, name, id) values ('de', 'old', 2), ('fr', 'other', 2)");
        var file = Write("places.csv", onConflict == "update" ? "id,country,name\n1,de,a\n2,de,new\n2,de,newest\n" : "id,country,name\n1,de,a\n2,de,new\n3,de,c\n");

        var run = await ImportAsync(file, "places", "--on-conflict", onConflict);

        Assert.Contains($"3 read, {3 - rejected} committed, {rejected} rejected", run.Out, StringComparison.Ordinal);
        Assert.Equal([name, "other"], await QueryAsync<string>("select name from places where id = 2 order by country"));
    }

    [Theory]
    [InlineData("update", 1)]
    [InlineData("update", 3_000)]
    [InlineData("ignore", 3)]
    public async Task A_row_that_conflicts_with_another_row_on_another_unique_column_is_rejected(string onConflict, int others)
    {
        await ExecuteAsync("create table places (id integer not null primary key, name varchar(40) not null unique)");
        await ExecuteAsync("insert into places (id, name) values (100001, 'taken'), (100002, 'mine')");
        var lines = Enumerable.Range(1, others).Select(static i => $"{i},name {i}");
        var file = Write("places.csv", $"id,name\n{string.Join('\n', lines)}\n200000,taken\n{others + 1},name 1\n");

        var run = await ImportAsync(file, "places", "--on-conflict", onConflict);

        Assert.Contains($"{others + 2} read, {others} committed, 2 rejected", run.Out, StringComparison.Ordinal);
        Assert.Equal(["mine", "taken"], await QueryAsync<string>("select name from places where id in (100001, 100002) order by name"));
        Assert.Equal([others + 2L], await QueryAsync<long>("select count(*) from places"));
    }

    [Fact]
    public async Task Exactly_once_records_every_batch_in_the_ledger()
    {
        var lines = Enumerable.Range(1, 95).Select(static i => $"{i},name {i}");
        var file = Write("places.csv", $"id,name\n{string.Join('\n', lines)}\n");

        var run = await ImportAsync(file, "places", "--create", "--exactly-once", "--batch-rows", "10");

        Assert.Contains("95 committed, 0 rejected", run.Out, StringComparison.Ordinal);
        Assert.Contains("10 batches", run.Out, StringComparison.Ordinal);
        Assert.Equal([10L], await QueryAsync<long>("select count(*) from dataaccess_ledger"));
        Assert.Equal([95L], await QueryAsync<long>("select count(*) from places"));
    }

    [Fact]
    public async Task A_copy_with_25_damaged_lines_loads_the_others_and_rejects_those_25()
    {
        var lines = File.ReadAllLines(TestFiles.Sample("zipcodes.csv"));
        var damages = new (int First, Func<string, byte[]> Damage)[]
        {
            (13, line => Bytes(line.Replace(line.Split(',')[1], "north", StringComparison.Ordinal))),
            (126, line => Bytes(line[..line.LastIndexOf(',')])),
            (626, line => Bytes(line + ",more")),
            (1_251, line => [.. Bytes(line), 0xC3, 0x28]),
            (2_501, line => Bytes(line.Insert(line.IndexOf(',', StringComparison.Ordinal) + 1, "\""))),
            (3_751, line => Bytes("\"" + line.Insert(5, "\" ") + "\"")),
        };
        var damaged = damages
            .SelectMany((damage, kind) => Enumerable.Range(0, kind == 0 ? 5 : 4).Select(i => (Line: damage.First + (187 * i), damage.Damage)))
            .Append((Line: lines.Length, Damage: damages[4].Damage))
            .Take(25)
            .ToDictionary(d => d.Line, d => d.Damage);
        Assert.Equal(25, damaged.Count);
        using var copy = new MemoryStream();
        for (var i = 0; i < lines.Length; i++)
        {
            copy.Write(damaged.TryGetValue(i + 1, out var damage) ? damage(lines[i]) : Bytes(lines[i]));
            copy.WriteByte((byte)'\n');
        }

        var run = await ImportAsync(Write("damaged.csv", copy.ToArray()), "zipcodes", "--create");

        Assert.Equal((5, ""), (run.ExitCode, run.Error));
        Assert.Contains("5257 read, 5232 committed, 25 rejected", run.Out, StringComparison.Ordinal);
        Assert.Equal(5_232, await CountAsync("zipcodes"));
        var rejects = await RejectsAsync();
        Assert.Equal(damaged.Keys.Order(), rejects.Select(r => int.Parse(r[0]!, CultureInfo.InvariantCulture)).Order());
        Assert.All(rejects, r => Assert.Equal(Encoding.UTF8.GetString(damaged[int.Parse(r[0]!, CultureInfo.InvariantCulture)](lines[int.Parse(r[0]!, CultureInfo.InvariantCulture) - 1])), r[3]));
        Assert.Equal("'north' is not a finite number", rejects.Single(r => r[0] == "13")[2]);
        Assert.Equal("latitude", rejects.Single(r => r[0] == "13")[1]);
    }

    /// <summary>A row of zipcodes.csv.</summary>
    public sealed record Place(string ZipCode, double Latitude, string City);

    /// <summary>A row of earthquakes.ndjson.</summary>
    public sealed record Quake(long Time, string Code, long? Felt);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
