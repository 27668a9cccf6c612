using System.Globalization;
using DataAccess.Conformance;
using Xunit;

namespace DataAccess.Sqlite.Tests;

[Collection(TimingCollection.Name)]
public sealed class SqliteMemoryTests() : MemorySuite(new SqliteEngine())
{
    // The same file by another path.
    protected override string Distinct(int number)
        => string.Concat("sqlite:/", string.Concat(Enumerable.Repeat("./", number)), ConnectionString["sqlite:/".Length..]);

    /// <summary>The threads of connections, less those of the test's own database.</summary>
    protected override int ThreadsOfTheLibrary()
        => Directory.EnumerateDirectories("/proc/self/task").Count(static task => NameOf(task).StartsWith("DataAccess sqli", StringComparison.Ordinal))
            - (Db.Connections.Statistics.Idle + Db.Connections.Statistics.Leased);

    private static string NameOf(string task)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"{task}/comm"));
        }
        catch (IOException)
        {
            return "";
        }
    }
}
