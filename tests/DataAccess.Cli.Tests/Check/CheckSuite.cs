using System.Diagnostics;
using System.Text.Json;
using DataAccess.Cli.Check;
using DataAccess.Cli.Tests.Import;
using DataAccess.Conformance;

namespace DataAccess.Cli.Tests.Check;

/// <summary><c>dataaccess check</c> on an engine: the program is tests/DataAccess.CheckedProgram.</summary>
public abstract class CheckSuite(TestEngine engine) : DatabaseSuite(engine)
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "DataAccess.CheckedProgram.dll");

    private static readonly string[] Bad = File.ReadAllLines(Path.Combine(TestFiles.Root, "tests", "DataAccess.CheckedProgram", "BadStatements.cs"));

    /// <summary>Whether the columns of the engine have types.</summary>
    protected virtual bool HasTypes => true;

    /// <summary>Whether the columns of a statement that writes are known before it runs.</summary>
    protected virtual bool DescribesWrites => true;

    private string Table => $"create table parts (id {TypeOf<long>()} not null primary key, name varchar(20), price {TypeOf<decimal>()}, made {TypeOf<DateTime>()})";

    protected override async ValueTask SetUpAsync()
    {
        await RunAsync(Table);
        await Db.ExecuteAsync($"insert into parts (id, name) values ({1L}, {"bolt"})", Token);
    }

    [Fact]
    public async Task Each_bad_statement_is_an_error_with_its_line()
    {
        var run = await CheckAsync();

        Assert.Equal((10, ""), (run.ExitCode, run.Error));
        Says(run, "selct", "selct");
        Says(run, "from nowhere", "nowhere");
        Says(run, "QueryAsync<long>($\"select unheard_of", "unheard_of");
        Says(run, "QueryAsync<Part>($\"select id, name from", "no column 'price' for Part.Price; there are id, name");
        Says(run, "1 as Price", "2 columns are Part.Price: price, ");
        Says(run, "(long, string, decimal)", "it gives 2 columns (id, name), but the tuple has 3 elements");
        Says(run, "QueryAsync<long>($\"select id, name", "it gives 2 columns (id, name), but a single value is read");
        Says(run, "select made from", "none of the columns (made) is a member of PartName");
        Says(run, "select a.*, b.name from", "which of the columns (id, name, price, made, name) are which object's: Part, PartName");
        Says(run, "b.id, b.made", "no column 'price' for Part.Price; there are id, made");
        Says(run, "where unheard_of", "unheard_of");
        if (DescribesWrites)
        {
            Says(run, "delete from parts", "it gives no rows, but they are read");
        }

        if (HasTypes)
        {
            Says(run, "(DateTime, long)", "cannot be read into element 2 of type long");
            Says(run, "made as name", "cannot be read into Misfit.Name of type string");
        }

        Assert.DoesNotContain("GoodStatements", run.Out, StringComparison.Ordinal);
        Assert.Equal(1L, await Db.QuerySingleAsync<long>($"select count(*) from parts", Token));
    }

    [Fact]
    public async Task What_is_built_at_run_time_is_listed_and_counted()
    {
        var run = await CheckAsync();

        Assert.Contains($"BadStatements.cs:{LineOf("QueryAsync<Part>(filter)")}  not checked  filter is built when the program runs", run.Out, StringComparison.Ordinal);
        Assert.Contains($"BadStatements.cs:{LineOf("parts {filter}")}  not checked  filter is built when the program runs", run.Out, StringComparison.Ordinal);
        Assert.Contains($"BadStatements.cs:{LineOf("call parts()")}  not checked  it gives several results", run.Out, StringComparison.Ordinal);
        Assert.Matches(@"\n31 statements checked on .* errors, \d+ notes\. 3 not checked\.\n$", run.Out);
        Assert.DoesNotContain("  note  ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notes_and_json_have_what_is_not_read()
    {
        var lines = await CheckAsync("--notes");
        Assert.Contains("GoodStatements.cs:20  note  no column 'unused' for PartName.Unused", lines.Out, StringComparison.Ordinal);
        Assert.Contains("GoodStatements.cs:20  note  no member of PartName for column 'price'", lines.Out, StringComparison.Ordinal);

        var run = await CheckAsync("--json");
        Assert.Equal(10, run.ExitCode);
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal(31, json.RootElement.GetProperty("checked").GetInt32());
        Assert.Equal(3, json.RootElement.GetProperty("notChecked").GetArrayLength());
        Assert.NotEqual(0, json.RootElement.GetProperty("notes").GetArrayLength());
        var error = json.RootElement.GetProperty("errors")[0];
        Assert.Equal(
            ("BadStatements.cs", LineOf("selct"), "QueryAsync"),
            (error.GetProperty("file").GetString(), error.GetProperty("line").GetInt32(), error.GetProperty("call").GetString()));
    }

    [Fact]
    public async Task Migrations_make_the_database_and_it_is_dropped()
    {
        await RunAsync("drop table parts");
        var folder = Directory.CreateTempSubdirectory("check-test-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "1_parts.sql"), Table + ";", Token);
            var run = await CheckAsync("--migrations", folder.FullName);
            Assert.Equal((10, ""), (run.ExitCode, run.Error));
            Assert.DoesNotContain("GoodStatements", run.Out, StringComparison.Ordinal);

            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "2_bad.sql"), "create nonsense;", Token);
            var bad = await CheckAsync("--migrations", folder.FullName);
            Assert.NotEqual(0, bad.ExitCode);
            Assert.Contains("2_bad", bad.Error, StringComparison.Ordinal);
            Assert.Equal(0, await ScratchDatabasesAsync());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_value_of_a_type_that_only_the_program_has_is_no_error()
    {
        ManifestStatement Statement(string table, string type) => new(
            "one.cs", 1, "QueryAsync", null, [JsonSerializer.SerializeToElement($"select id from {table} where name = "), JsonSerializer.SerializeToElement(new { type })],
            null, IsFilter: false, IsCount: false, IsScalar: false, null);

        Assert.Empty(await StatementChecker.CheckAsync(Db, [Statement("parts", "Shop.Code")], Token));
        var left = Assert.Single(await StatementChecker.CheckAsync(Db, [Statement("nowhere", "Shop.Code")], Token));
        var error = Assert.Single(await StatementChecker.CheckAsync(Db, [Statement("nowhere", "System.String")], Token));

        Assert.Equal((CheckFindingKind.Unchecked, CheckFindingKind.Error), (left.Kind, error.Kind));
        Assert.Contains("Shop.Code", left.Message, StringComparison.Ordinal);
        Assert.Contains("nowhere", left.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Five_hundred_statements_take_less_than_five_seconds()
    {
        var statements = Enumerable.Range(0, 500).Select(static i => new ManifestStatement(
            "many.cs", i, "QueryAsync", null, [JsonSerializer.SerializeToElement($"select id, name, {i} as number from parts where id = "), JsonSerializer.SerializeToElement(new { type = "System.Int64" })],
            null, IsFilter: false, IsCount: false, IsScalar: false, new ManifestRows("any", null, null, null, null))).ToList();
        var started = Stopwatch.GetTimestamp();

        Assert.Empty(await StatementChecker.CheckAsync(Db, statements, Token));

        var elapsed = Stopwatch.GetElapsedTime(started);
        TestContext.Current.SendDiagnosticMessage($"{Engine.Name}: 500 statements in {elapsed.TotalSeconds:0.00} s");
        Assert.InRange(elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_type_that_can_be_read_is_never_reported()
    {
        var wrong = new List<string>();
        await FitsAsync(wrong, true);
        await FitsAsync(wrong, 1);
        await FitsAsync(wrong, 1L);
        await FitsAsync(wrong, 1.0);
        await FitsAsync(wrong, 1m);
        await FitsAsync(wrong, "1", "a", "2026-01-02", "2026-01-02T03:04:05Z", "03:04:05", "Friday", "0f8fad5b-d9cb-469f-a165-70867728950e", "true");
        await FitsAsync(wrong, Guid.NewGuid());
        await FitsAsync(wrong, Guid.NewGuid().ToByteArray());
        await FitsAsync(wrong, new DateOnly(2026, 1, 2));
        await FitsAsync(wrong, new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc));
        await FitsAsync(wrong, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        await FitsAsync(wrong, new TimeOnly(3, 4, 5));
        await FitsAsync(wrong, new TimeSpan(3, 4, 5));

        Assert.Equal("", string.Join('\n', wrong));
    }

    protected virtual async Task<int> ScratchDatabasesAsync()
        => await Db.QuerySingleAsync<int>($"select count(*) from information_schema.schemata where schema_name like {"dataaccess_check%"}", Token);

    private Task<CliRun> CheckAsync(params string[] arguments) => CliRun.OfAsync(["check", Program, "--url", ConnectionString, .. arguments]);

    private static int LineOf(string text) => Array.FindIndex(Bad, line => line.Contains(text, StringComparison.Ordinal)) + 1;

    private static void Says(CliRun run, string statement, string message)
        => Assert.Contains(run.Out.Split('\n'), line => line.StartsWith($"BadStatements.cs:{LineOf(statement)}  error  ", StringComparison.Ordinal) && line.Contains(message, StringComparison.Ordinal));

    private async Task FitsAsync<T>(List<string> wrong, params T[] values)
    {
        await RunAsync("drop table if exists fits");
        await RunAsync($"create table fits (id int not null, c {TypeOf<T>()})");
        for (var i = 0; i < values.Length; i++)
        {
            await Db.ExecuteAsync($"insert into fits (id, c) values ({i}, {values[i]})", Token);
        }

        await using var connection = await Db.Connections.OpenDedicatedAsync(Token);
        var column = (await connection.DescribeAsync($"select c from fits", Token))![0];
        for (var i = 0; i < values.Length; i++)
        {
            await ReadAsync<bool>("bool");
            await ReadAsync<byte>("byte");
            await ReadAsync<int>("int");
            await ReadAsync<ulong>("ulong");
            await ReadAsync<float>("float");
            await ReadAsync<double>("double");
            await ReadAsync<decimal>("decimal");
            await ReadAsync<char>("char");
            await ReadAsync<string>("string");
            await ReadAsync<DayOfWeek>("enum");
            await ReadAsync<Guid>("System.Guid");
            await ReadAsync<byte[]>("byte[]");
            await ReadAsync<DateOnly>("System.DateOnly");
            await ReadAsync<DateTime>("System.DateTime");
            await ReadAsync<DateTimeOffset>("System.DateTimeOffset");
            await ReadAsync<TimeOnly>("System.TimeOnly");
            await ReadAsync<TimeSpan>("System.TimeSpan");

            async Task ReadAsync<TRead>(string name)
            {
                try
                {
                    await Db.QuerySingleAsync<TRead>($"select c from fits where id = {i}", Token);
                    if (TypeFit.IsMisfit(column.ClrType, column.DatabaseType, name))
                    {
                        wrong.Add($"{column.DatabaseType} ({column.ClrType}) of {values[i]} as {name}");
                    }
                }
                catch (MappingException)
                {
                    // What cannot be read may be reported or not.
                }
            }
        }
    }
}
