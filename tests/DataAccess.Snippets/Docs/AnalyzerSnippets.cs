namespace DataAccess.Snippets.Docs;

/// <summary>The code of docs/analyzers that has no finding.</summary>
internal static class AnalyzerSnippets
{
    public static async Task SearchAsync(Database db, string name, string term, CancellationToken ct)
    {
        await db.QueryAsync<Reading>($"select * from reading where sensor = {name}", ct);
        await db.QueryAsync<Reading>($"select * from reading where sensor like {"%" + term + "%"}", ct);
    }

    public static async Task SortAsync(Database db, string table, string column, bool descending, CancellationToken ct)
    {
        await db.QueryAsync<Reading>($"select * from {SqlStatement.Identifier(table)} order by {SqlStatement.Identifier(column)}", ct);
        await db.QueryAsync<Reading>($"select * from reading order by level {(descending ? (SqlStatement)$"desc" : $"asc")}", ct);
    }

    public static async Task FilterAsync(Database db, bool all, string name, CancellationToken ct)
    {
        await db.QueryAsync<Reading>($"select * from reading {(all ? null : (SqlStatement)$"where sensor = {name}")}", ct);

        var label = all ? $"every {name}" : $"one {name}";
        await db.QueryAsync<Reading>($"select * from reading where sensor = {label}", ct);
    }

    public static async Task AwaitAsync(Database db, BatchingWriter<Reading> writer, Reading reading, CancellationToken ct)
    {
        await writer.WriteAsync(reading, ct);

        var count = db.ScalarAsync<long>($"select count(*) from reading", ct).AsTask();
        Console.WriteLine($"{await count} of {await count}");
    }

    public static async Task WriteAsync(BatchingWriter<Reading> writer, Reading reading, CancellationToken ct)
    {
        await writer.WriteAsync(reading, ct);    // the one writer of the program
    }

    public static async Task DeleteAsync(Database db, string table, long id, CancellationToken ct)
    {
        await db.ExecuteAsync($"delete from {SqlStatement.Identifier(table)} where id = {id}", ct);
    }
}
