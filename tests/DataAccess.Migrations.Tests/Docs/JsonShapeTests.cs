using System.Text.Json;
using DataAccess.Conformance;
using DataAccess.Migrations.Tests.Cli;

namespace DataAccess.Migrations.Tests.Docs;

/// <summary>What <c>--json</c> writes has the names and the types of docs/migrations-json.md.</summary>
public sealed class JsonShapeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dataaccess-json-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Every_command_writes_the_shape_of_the_page()
    {
        var shapes = CodeBlock.Of(Path.Combine(TestFiles.Root, "docs", "migrations-json.md")).ToDictionary(static b => b.Heading, static b => b.Text, StringComparer.Ordinal);

        await CheckAsync("A failure, of any command", "migrate validate --dir nowhere");
        await CheckAsync("migrate new", "migrate new create_orders", url: "");
        Write("0001_create_orders.sql", "create table orders (id int); insert into orders select 1;");
        Write("0001_create_orders.down.sql", "delete from orders; drop table orders;");
        await CheckAsync("migrate plan", "migrate plan");
        await CheckAsync("migrate baseline", "migrate baseline 1", url: "--url sqlite:other.db");
        await RunAsync("migrate up");
        await CheckAsync("migrate validate", "migrate validate");
        await CheckAsync("migrate up, down, redo, goto", "migrate redo");
        Write("0002_total.sql", "update orders set totl = 0;");
        await CheckAsync("A failure of up, down, redo, goto", "migrate up", url: "--url sqlite:failed.db");
        File.Delete(Path.Combine(_folder.FullName, "migrations", "0002_total.sql"));
        Write("0002_more.sql", "create table more (id int); nonsense;");
        await RunAsync("migrate up --tx none");
        await CheckAsync("migrate repair", "migrate repair --forget 1");
        await CheckAsync("migrate resolve", "migrate resolve 2 --step 1 --as done");
        Write("0001_create_orders.sql", "create table orders (id bigint);");
        await CheckAsync("migrate status", "migrate status");
        await CheckAsync("migrate unlock", "migrate unlock");
        await CheckAsync("wait", "wait");
        await CheckSchemaAsync(CheckAsync);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(_folder.FullName, "migrations")).ToList())
        {
            File.Delete(file);
        }

        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "tenant_1.db"), "", TestContext.Current.CancellationToken);
        Write("0001_create_orders.sql", "create table orders (id int); insert into orders select 1;");
        const string Tenants = "--url sqlite:catalog.db --schemas tenant_*.db";
        await CheckAsync("Many tenants: migrate plan", "migrate plan", Tenants);
        await CheckAsync("Many tenants: migrate up, down", "migrate up", Tenants);
        await CheckAsync("Many tenants: migrate status", "migrate status", Tenants);
        Write("0001_create_orders.sql", "create table orders (id text);");
        await CheckAsync("Many tenants: migrate validate", "migrate validate", Tenants);
        Assert.Empty(shapes.Keys);

        async Task CheckAsync(string heading, string command, string url = "--url sqlite:app.db")
        {
            Assert.True(shapes.Remove(heading, out var documented), $"The page has no '{heading}'.");
            using var expected = JsonDocument.Parse(documented);
            using var actual = JsonDocument.Parse(await RunAsync(command, url));
            AssertSameShape(expected.RootElement, actual.RootElement, heading);
        }
    }

    /// <summary>The commands about schemas, with files of their own.</summary>
    private async Task CheckSchemaAsync(Func<string, string, string, Task> checkAsync)
    {
        const string Url = "--url sqlite:schema.db";
        Write("0001_create_orders.sql", "create table orders (id int, name text); create table extra (id int);");
        Write("0001_create_orders.down.sql", "drop table orders;");
        Write("0002_more.sql", "drop table extra;");
        await RunAsync("migrate up", Url);
        await checkAsync("migrate dump", "migrate dump", Url);
        Write("0003_number.sql", "alter table orders rename column id to number;");
        await RunAsync("migrate up", Url);
        await checkAsync("migrate status --drift", "migrate status --drift", Url);
        await checkAsync("migrate test", "migrate test", Url);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "wished.sql"), "create table orders (number int);", TestContext.Current.CancellationToken);
        await checkAsync("migrate diff", "migrate diff --to wished.sql --name note", Url);
        await checkAsync("migrate squash", "migrate squash 2", Url);
    }

    private static void AssertSameShape(JsonElement expected, JsonElement actual, string path)
    {
        // Nobody holds a lock that 'unlock' could end on SQLite, which the page says.
        if (path == "migrate unlock.ended" && actual.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        Assert.True(KindOf(expected) == KindOf(actual), $"{path} is {actual.ValueKind}, and {expected.ValueKind} in the page.");
        if (expected.ValueKind == JsonValueKind.Object)
        {
            Assert.Equal(expected.EnumerateObject().Select(static p => p.Name), actual.EnumerateObject().Select(static p => p.Name), StringComparer.Ordinal);
            foreach (var property in expected.EnumerateObject())
            {
                AssertSameShape(property.Value, actual.GetProperty(property.Name), $"{path}.{property.Name}");
            }
        }
        else if (expected.ValueKind == JsonValueKind.Array && expected.GetArrayLength() > 0)
        {
            Assert.True(actual.GetArrayLength() > 0, $"{path} is empty, so nothing was compared.");
            AssertSameShape(expected[0], actual[0], $"{path}[]");
        }
    }

    private static JsonValueKind KindOf(JsonElement element) => element.ValueKind == JsonValueKind.False ? JsonValueKind.True : element.ValueKind;

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, "migrations", name), text);

    private async Task<string> RunAsync(string command, string url = "--url sqlite:app.db")
        => (await CliProcess.RunProgramAsync(
            "dotnet",
            _folder.FullName,
            [Path.Combine(AppContext.BaseDirectory, "DataAccess.Cli.dll"), .. $"{command} --json {url}".Split(' ', StringSplitOptions.RemoveEmptyEntries)])).Out;
}
