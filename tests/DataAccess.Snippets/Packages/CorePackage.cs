namespace DataAccess.Snippets.Packages;

/// <summary>The code of src/DataAccess/README.md.</summary>
internal static class CorePackage
{
    public static async Task ShowAsync(string url, Reading reading, double level)
    {
        await using var db = Database.Open(url);
        var high = await db.QueryAsync<Reading>($"select * from reading where level > {level}");    // a parameter, never text

        await using var writer = db.CreateWriter<Reading>();
        await writer.WriteAsync(reading);    // returns when the row is committed; concurrent callers share the commit
        Console.WriteLine(high.Count);
    }
}
