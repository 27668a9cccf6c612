using System.Runtime.CompilerServices;

namespace DataAccess.Migrations.Tests;

/// <summary>The real scripts, which lie beside the repository and not in it.</summary>
internal static class SharedData
{
    /// <summary>The path of a file; skips the test where the folder is not there.</summary>
    public static string PathOf(string name, [CallerFilePath] string source = "")
    {
        foreach (var start in new[] { AppContext.BaseDirectory, Path.GetDirectoryName(source)! })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var data = Path.Combine(folder.FullName, "shared", "data");
                if (Directory.Exists(data))
                {
                    return Path.Combine(data, name);
                }
            }
        }

        Assert.Skip("The folder '../shared/data' with the real scripts is not beside the repository.");
        return "";
    }
}
