namespace DataAccess.Cli.Tests.Import;

/// <summary>The real data files, which lie beside the repository and not in it.</summary>
internal static class SharedData
{
    /// <summary>The path of a file; skips the test where the folder is not there.</summary>
    public static string PathOf(string name)
    {
        var folder = Find(AppContext.BaseDirectory) ?? Find(Environment.CurrentDirectory);
        Assert.SkipWhen(folder is null, "The folder '../shared/data' with the real data files is not beside the repository.");
        return Path.Combine(folder!, name);
    }

    private static string? Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(data))
            {
                return data;
            }
        }

        return null;
    }
}
