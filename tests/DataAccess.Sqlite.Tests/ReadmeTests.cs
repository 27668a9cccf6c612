using System.Diagnostics;
using Xunit;

namespace DataAccess.Sqlite.Tests;

/// <summary>The README's first program is the one that is compiled, and it runs as it is shown.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public async Task The_first_program_is_the_one_that_is_compiled()
    {
        var root = Root();
        var readme = await File.ReadAllTextAsync(Path.Combine(root, "README.md"), TestContext.Current.CancellationToken);
        var program = await File.ReadAllTextAsync(Path.Combine(root, "tests", "DataAccess.Snippets", "Program.cs"), TestContext.Current.CancellationToken);

        var start = readme.IndexOf("```csharp\n", StringComparison.Ordinal) + "```csharp\n".Length;
        var shown = readme[start..readme.IndexOf("```", start, StringComparison.Ordinal)];

        Assert.Equal(program, shown);
        Assert.InRange(shown.Split('\n').Length, 5, 30);
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

    // Not from the compiler's file path, which a deterministic build replaces.
    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DataAccess.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
