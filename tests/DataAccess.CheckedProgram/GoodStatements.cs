namespace DataAccess.CheckedProgram;

/// <summary>Statements that fit their table on every engine.</summary>
public static class GoodStatements
{
    public static async Task RunAsync(Database db, long id, string name, long[] ids, DateTime time, string? other)
    {
        await db.QueryAsync<Part>($"select id, name, price, made from parts where id in {ids} and name = {name}");
        await db.QueryAsync<Part>($"select * from parts {$"where id = {id}"} order by id");
        await db.QuerySingleOrDefaultAsync<(long, string?)>($"select id, name from parts where {other} is null or name = {other}");
        await db.ScalarAsync<long>($"select count(*) from parts where made > {time}");
        await db.QueryAsync<IDictionary<string, object?>>($"select * from {SqlStatement.Identifier("parts")} {SqlStatement.Raw("where id = 1")}");
        await db.QueryAsync<(Part, Part)>(SqlStatement.SplitOn($"select a.*, b.* from parts a join parts b on a.id < b.id", "id"));
        await db.QueryAsync<(Part, PartName?, int)>($"select a.*, b.id, b.name, 1 as n from parts a left join parts b on a.id < b.id");
        await db.QueryAsync<(Part, PartName)>(SqlStatement.SplitByPrefix($"select a.*, b.id as b_id, b.name as b_name from parts a join parts b on a.id < b.id", "", "b_"));
        await db.QueryGroupedAsync($"select a.*, b.name from parts a join parts b on a.id < b.id", (Part part) => part.Id, (Part part, string child) => Console.WriteLine($"{part} {child}"));
        await db.QueryMultipleAsync<long, string>($"select id from parts", $"select name from parts");
        await db.ExecuteAsync($"update parts set price = {1.5m} where id = {id}");
        await db.ExecuteAsync($"insert into parts (id, name, price, made) values ({id}, {name}, {(decimal?)null}, {time})");
        await foreach (var part in db.StreamAsync<PartName>($"select id, name, price from parts"))
        {
            Console.WriteLine(part);
        }
    }

    public static async Task RunAsync(Parts parts, string name)
    {
        await parts.QueryAsync($"where name = {name} order by id");
        await parts.CountAsync($"where price > {1.5m}");
        await parts.CountAsync();
        await parts.PageAsync(10, $"name = {name}");
    }
}
