namespace DataAccess.Conformance;

/// <summary>Where the tests find the repository, the samples in it, and the whole files beside it.</summary>
public static class TestFiles
{
    /// <summary>The repository's folder. Not from the compiler's file path, which a deterministic build replaces.</summary>
    public static string Root
        => Find(static folder => File.Exists(Path.Combine(folder, "DataAccess.sln")))
            ?? throw new InvalidOperationException("The tests do not run inside the repository.");

    /// <summary>Whether the whole data files are there; the tests of <see cref="SharedDataFactAttribute"/> exist only then.</summary>
    public static bool HasShared => SharedFolder is not null;

    private static string? SharedFolder { get; } = Find(static folder => Directory.Exists(Path.Combine(folder, "shared", "data"))) is { } folder
        ? Path.Combine(folder, "shared", "data")
        : null;

    /// <summary>The path of a sample of a real data file.</summary>
    public static string Sample(string name) => Path.Combine(Root, "tests", "data", name);

    /// <summary>The path of a whole data file, for the tests of <see cref="SharedDataFactAttribute"/>.</summary>
    public static string Shared(string name)
        => Path.Combine(SharedFolder ?? throw new InvalidOperationException("Mark this test as [SharedDataFact] or [SharedDataTheory]."), name);

    private static string? Find(Predicate<string> isIt)
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !isIt(folder))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder;
    }
}
