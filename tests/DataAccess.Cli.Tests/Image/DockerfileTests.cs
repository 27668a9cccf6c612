using DataAccess.Conformance;

namespace DataAccess.Cli.Tests.Image;

/// <summary>What can be checked of the image without the images that it is made from.</summary>
public sealed class DockerfileTests
{
    private static string[] Lines { get; } = File.ReadAllLines(Path.Combine(TestFiles.Root, "Dockerfile"));

    [Fact]
    public void What_is_copied_exists_and_is_not_ignored()
    {
        var sources = Lines.Where(static line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal))
            .SelectMany(static line => line.Split(' ')[1..^1])
            .Select(static source => source.TrimEnd('/'))
            .ToList();
        var allowed = File.ReadAllLines(Path.Combine(TestFiles.Root, ".dockerignore")).Where(static line => line.StartsWith('!')).Select(static line => line[1..]);

        Assert.Contains("src", sources, StringComparer.Ordinal);
        Assert.All(sources, static source => Assert.True(Path.Exists(Path.Combine(TestFiles.Root, source)), source));
        Assert.Equal(sources.Order(StringComparer.Ordinal), allowed.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public void The_entry_point_is_the_program_that_is_published()
    {
        var program = typeof(CliApplication).Assembly.GetName().Name!;
        var project = Assert.Single(Lines, static line => line.StartsWith("RUN dotnet publish ", StringComparison.Ordinal)).Split(' ')[3];
        var copied = Assert.Single(Lines, static line => line.StartsWith("COPY --from=build ", StringComparison.Ordinal)).Split(' ')[3];

        Assert.True(File.Exists(Path.Combine(TestFiles.Root, project, program + ".csproj")), project);
        Assert.Contains($"RUN ln -s {copied}/{program} /usr/local/bin/dataaccess", Lines, StringComparer.Ordinal);
        Assert.Contains("ENTRYPOINT [\"dataaccess\"]", Lines, StringComparer.Ordinal);
    }

    [Fact]
    public void It_does_not_run_as_root()
        => Assert.True(Array.IndexOf(Lines, "USER $APP_UID") > Array.FindLastIndex(Lines, static line => line.StartsWith("FROM ", StringComparison.Ordinal)));
}
