namespace DataAccess.CheckedProgram;

/// <summary>Statements that fail on every engine, and those that are known only when the program runs.</summary>
public static class BadStatements
{
    public static async Task RunAsync(Database db, Parts parts, SqlStatement filter)
    {
        await db.QueryAsync<Part>($"selct id from parts");
        await db.ExecuteAsync($"delete from nowhere");
        await db.QueryAsync<long>($"select unheard_of from parts");
        await db.QueryAsync<Part>($"select id, name from parts");
        await db.QueryAsync<Part>($"select p.*, 1 as Price from parts p");
        await db.QueryAsync<(long, string, decimal)>($"select id, name from parts");
        await db.QueryAsync<long>($"select id, name from parts");
        await db.QueryAsync<PartName>($"select made from parts");
        await db.QueryAsync<Part>($"delete from parts");
        await db.QueryAsync<(PartName, Part)>($"select a.id, a.name, b.id, b.made from parts a join parts b on a.id < b.id");
        await db.QueryAsync<(Part, PartName)>($"select a.*, b.name from parts a join parts b on a.id < b.id");
        await parts.QueryAsync($"where unheard_of = {1}");
    }

    public static async Task MisfitsAsync(Database db)
    {
        await db.QueryAsync<(DateTime, long)>($"select name, made from parts");
        await db.QueryAsync<Misfit>($"select id, made as name from parts");
    }

    public static async Task UnknownAsync(Database db, SqlStatement filter)
    {
        await db.QueryAsync<Part>(filter);
        await db.QueryAsync<Part>($"select * from parts {filter}");
        await db.QueryMultipleAsync<long, long>($"call parts()");
    }
}
