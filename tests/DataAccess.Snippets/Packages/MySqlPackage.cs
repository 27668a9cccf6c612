using DataAccess.MySql;

namespace DataAccess.Snippets.Packages;

/// <summary>The code of src/DataAccess.MySql/README.md.</summary>
internal static class MySqlPackage
{
    public static async Task ShowAsync(Reading reading)
    {
        await using var db = MySqlDatabase.Open("mysql://app@localhost/app");
        await using var writer = db.CreateWriter<Reading>(new() { OnConflict = ConflictAction.Update });
        await writer.WriteAsync(reading);    // a row whose key is there is overwritten
    }
}
