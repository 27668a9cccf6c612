using Xunit;

namespace DataAccess.Conformance;

/// <summary>Where the tests find the repository and the real data beside it.</summary>
public static class TestFiles
{
    /// <summary>The repository's folder. Not from the compiler's file path, which a deterministic build replaces.</summary>
    public static string Root
        => Find(static folder => File.Exists(Path.Combine(folder, "DataAccess.sln")))
            ?? throw new InvalidOperationException("The tests do not run inside the repository.");

    /// <summary>The path of a real data file; skips the test where the folder is not beside the repository.</summary>
    public static string Shared(string name)
    {
        var folder = Find(static folder => Directory.Exists(Path.Combine(folder, "shared", "data")));
        Assert.SkipWhen(folder is null, "The folder '../shared/data' with the real data files is not beside the repository.");
        return Path.Combine(folder!, "shared", "data", name);
    }

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
