using System.IO.Compression;
using System.Xml.Linq;
using DataAccess.Conformance;
using DataAccess.Migrations.Tests.Cli;

namespace DataAccess.Migrations.Tests.Packages;

/// <summary>What is published: the packages of the libraries, and the command as a tool that installs without a network.</summary>
public sealed class PackageTests : IDisposable
{
    private static readonly string[] Packages
        =
        [
            "DataAccess", "DataAccess.Aspire", "DataAccess.Cli", "DataAccess.EntityFramework", "DataAccess.Events", "DataAccess.Migrations", "DataAccess.MySql", "DataAccess.OpenTelemetry",
            "DataAccess.PostgreSql", "DataAccess.Sqlite", "DataAccess.Testing",
        ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dataaccess-packages-");

    private string Source => Path.Combine(_folder.FullName, "source");

    private static string Configuration => Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_packages_are_whole_and_the_tool_installs_from_them_and_migrates()
    {
        await PackAsync();
        Assert.Equal(
            Packages, Directory.EnumerateFiles(Source, "*.nupkg").Select(static file => Path.GetFileNameWithoutExtension(file)[..^".0.1.0".Length]).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.All(Directory.EnumerateFiles(Source, "*.nupkg"), AssertIsWhole);

        // No source but this one: what the tool needs is in its package.
        Write("nuget.config", $"<configuration><packageSources><clear /><add key=\"here\" value=\"{Source}\" /></packageSources></configuration>");
        await RunAsync("dotnet", "tool", "install", "DataAccess.Cli", "--tool-path", "tools", "--configfile", "nuget.config");
        Write("migrations/0001_create_orders.sql", "create table orders (id integer primary key);");

        var up = await RunAsync(Path.Combine(_folder.FullName, "tools", "dataaccess"), "migrate", "up", "--url", "sqlite:app.db");

        Assert.StartsWith("applied  0001_create_orders  (", up.Out, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "app.db")));
    }

    /// <summary>All of them in one build, from what is compiled already; a warning is an error.</summary>
    private Task<CliProcess> PackAsync()
    {
        var projects = string.Join(';', Packages.Select(static name => Path.Combine(TestFiles.Root, "src", name, name + ".csproj")));
        Write("pack.proj", $"""
            <Project>
              <Target Name="Pack">
                <MSBuild Projects="{projects}" Targets="Pack" BuildInParallel="true"
                  Properties="Configuration={Configuration};NoBuild=true;PackageOutputPath={Source}" />
              </Target>
            </Project>
            """);
        return RunAsync("dotnet", "msbuild", "pack.proj", "-t:Pack", "-warnAsError", "-nodeReuse:false", "-v:quiet", "-nologo");
    }

    private static void AssertIsWhole(string file)
    {
        using var package = ZipFile.OpenRead(file);
        using var stream = package.Entries.Single(static entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        var metadata = XDocument.Load(stream).Root!.Elements().Single();
        Assert.Equal("MIT", Value("license"));
        Assert.Equal("README.md", Value("readme"));
        Assert.NotEmpty(Value("description"));
        Assert.NotEmpty(Value("tags"));

        // Each its own page, the documentation of its members, and beside it the symbols.
        var id = Value("id");
        using (var readme = new StreamReader(package.GetEntry("README.md")!.Open()))
        {
            Assert.StartsWith($"# {id}\n", readme.ReadToEnd(), StringComparison.Ordinal);
        }

        var folder = id == "DataAccess.Cli" ? "tools/net10.0/any" : "lib/net10.0";
        Assert.NotNull(package.GetEntry($"{folder}/{id}.dll"));
        Assert.NotNull(package.GetEntry($"{folder}/{id}.xml"));
        using var symbols = ZipFile.OpenRead(Path.ChangeExtension(file, "snupkg"));
        Assert.NotNull(symbols.GetEntry($"{folder}/{id}.pdb"));

        // What a program leaves out that is published as native code, and completion of the integration's settings in an editor.
        Assert.Equal(
            id == "DataAccess" ? ["buildTransitive/DataAccess.targets"]
                : id == "DataAccess.Aspire" ? ["ConfigurationSchema.json", "build/DataAccess.Aspire.targets", "buildTransitive/DataAccess.Aspire.targets"]
                : [],
            package.Entries.Select(static entry => entry.FullName).Where(static name => name.StartsWith("build", StringComparison.Ordinal) || name.EndsWith("Schema.json", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            StringComparer.Ordinal);

        // The analyzers are in the package of the core, and check the programs that reference another one.
        Assert.Equal(
            id == "DataAccess" ? ["analyzers/dotnet/cs/DataAccess.Analyzers.CodeFixes.dll", "analyzers/dotnet/cs/DataAccess.Analyzers.dll"] : [],
            package.Entries.Select(static entry => entry.FullName).Where(static name => name.StartsWith("analyzers/", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
        Assert.All(
            metadata.Descendants().Where(static e => e.Name.LocalName == "dependency" && e.Attribute("id")!.Value == "DataAccess"),
            static dependency => Assert.Equal("Build", dependency.Attribute("exclude")?.Value));

        // Neither of these, or the same source makes another package somewhere else.
        Assert.DoesNotContain(package.Entries, static entry => entry.FullName.Contains("..", StringComparison.Ordinal));
        Assert.DoesNotContain(TestFiles.Root, metadata.ToString(), StringComparison.Ordinal);

        string Value(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;
    }

    private async Task<CliProcess> RunAsync(string program, params string[] arguments)
    {
        var run = await CliProcess.RunProgramAsync(program, _folder.FullName, arguments);
        Assert.True(run.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {run.ExitCode}\n{run.Out}\n{run.Error}");
        return run;
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
