using DataAccess.PostgreSql;

namespace DataAccess.Snippets.Packages;

/// <summary>The code of src/DataAccess.PostgreSql/README.md.</summary>
internal static class PostgreSqlPackage
{
    public static async Task ShowAsync(string[] sensors)
    {
        await using var db = PostgreSqlDatabase.Open("postgres://app@localhost/app");
        var readings = await db.QueryAsync<Reading>($"select * from reading where sensor in {sensors}");    // = any($1)
        Console.WriteLine(readings.Count);
    }
}
