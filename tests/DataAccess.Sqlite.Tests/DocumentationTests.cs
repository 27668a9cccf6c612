using System.Diagnostics;
using System.Text;
using DataAccess.Conformance;
using Xunit;

namespace DataAccess.Sqlite.Tests;

/// <summary>The code in the README and in docs/ is code that is compiled, and the first program runs as it is shown.</summary>
public sealed class DocumentationTests
{
    [Fact]
    public async Task The_first_program_is_the_one_that_is_compiled()
    {
        var root = TestFiles.Root;
        var readme = await File.ReadAllTextAsync(Path.Combine(root, "README.md"), TestContext.Current.CancellationToken);
        var program = await File.ReadAllTextAsync(Path.Combine(root, "tests", "DataAccess.Snippets", "Program.cs"), TestContext.Current.CancellationToken);

        var start = readme.IndexOf("```csharp\n", StringComparison.Ordinal) + "```csharp\n".Length;
        var shown = readme[start..readme.IndexOf("```", start, StringComparison.Ordinal)];

        Assert.Equal(program, shown);
        Assert.InRange(shown.Split('\n').Length, 5, 30);
    }

    [Fact]
    public async Task Every_snippet_of_the_docs_is_compiled()
    {
        var root = TestFiles.Root;
        var compiled = new StringBuilder();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(root, "tests", "DataAccess.Snippets"), "*.cs", SearchOption.AllDirectories))
        {
            compiled.Append(Normalise(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)));
        }

        var snippets = 0;
        var packages = Directory.EnumerateDirectories(Path.Combine(root, "src")).Select(static project => Path.Combine(project, "README.md"));
        foreach (var page in Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories).Concat(packages))
        {
            foreach (var snippet in (await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken)).Split("```csharp\n").Skip(1))
            {
                snippets++;
                Assert.Contains(Normalise(snippet.Split("```")[0]), compiled.ToString(), StringComparison.Ordinal);
            }
        }

        Assert.InRange(snippets, 4, int.MaxValue);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_first_program_runs()
    {
        var folder = Directory.CreateTempSubdirectory("dataaccess-readme-");
        try
        {
            var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "DataAccess.Snippets.dll")])
            {
                WorkingDirectory = folder.FullName,
                UseShellExecute = false,
                RedirectStandardOutput = true,
            };
            using var program = Process.Start(start)!;
            var output = await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await program.WaitForExitAsync(TestContext.Current.CancellationToken);

            Assert.Equal(0, program.ExitCode);
            Assert.Matches("^1000 rows in [0-9]{1,3} batches\nsensor 0: 99.9\nsensor 2: 99.8\n$", output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The lines without what is only layout.</summary>
    private static string Normalise(string code)
        => string.Concat(code.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(static line => line + "\n"));
}
