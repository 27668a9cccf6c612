using DataAccess.Analyzers.CodeFixes.NameHoles;
using DataAccess.Analyzers.NameHoles;
using DataAccess.Analyzers.Tests.Running;

namespace DataAccess.Analyzers.Tests;

/// <summary>DA0002.</summary>
public sealed class NameHoleTests
{
    private static readonly NameHoleAnalyzer Analyzer = new();

    [Theory]
    [InlineData("""$"select * from t order by [|{name}|]" """)]
    [InlineData("""$"select * from t ORDER BY [|{name}|] DESC limit {id}" """)]
    [InlineData("""$"select * from t order by a, [|{name}|] nulls last, b desc, [|{id}|]" """)]
    [InlineData("""$"select * from t order by [|{name}|] {part}" """)]
    [InlineData("""$"select * from t order by [|{name}|] [|{other}|]" """)]
    [InlineData("""$"select * from t order by {part} [|{name}|]" """)]
    [InlineData("""$"select * from t order by a [|{name}|], t.b [|{other}|] limit 1" """)]
    [InlineData("""$"select * from t order by case when id = {id} then 0 else 1 end, [|{name}|]" """)]
    [InlineData("""$"select [|{name}|].id from t group by [|{name}|] having count(*) > {id}" """)]
    [InlineData("""$"select row_number() over (partition by [|{name}|] order by [|{name}|] desc) from t" """)]
    [InlineData("""$"select array_agg(x order by [|{name}|]) from t" """)]
    [InlineData("""$"select * from t order by [|{day}|]" """)]
    [InlineData("""$"select * from [|{name}|] where id = {id}" """)]
    [InlineData("""$"select * from only [|{name}|]" """)]
    [InlineData("""$"select * from t join [|{name}|] on a = b" """)]
    [InlineData("""$"select * from (select a from [|{name}|]) q" """)]
    [InlineData("""$"select * from app.[|{name}|] where t.[|{other}|] = 1" """)]
    [InlineData("""$"insert into [|{name}|] ([|{name}|], b, [|{other}|]) values ({id}, {id}, {id})" """)]
    [InlineData("""$"insert into {part} ([|{name}|]) values ({name})" """)]
    [InlineData("""$"insert into a.\"b\" ([|{name}|]) select {id}" """)]
    [InlineData("""$"insert into t (id) values ({id}) on conflict ([|{name}|]) do update set [|{name}|] = {id}, b = {id}" """)]
    [InlineData("""$"insert into t (id) values ({id}) on duplicate key update [|{name}|] = {id}" """)]
    [InlineData("""$"update [|{name}|] set [|{name}|] = {id}, [|{other}|] = {id} where id = {id}" """)]
    [InlineData("""$"delete from [|{name}|]" """)]
    [InlineData("""$"delete from [|{(flag ? name : other)}|]" """)]
    [InlineData("""$"create table if not exists [|{name}|] (id int)" """)]
    [InlineData("""$"drop table if exists [|{name}|]" """)]
    [InlineData("""$"alter table t add column [|{name}|] int" """)]
    [InlineData("""$"drop index [|{name}|]; truncate [|{name}|]" """)]
    [InlineData("""$"select '{name}' from [|{name}|] -- {id}" """)]
    public async Task Is_found(string statement) => await UserCode.CheckAsync(Analyzer, UserCode.Method($"SqlStatement s = {statement};"));

    [Theory]
    [InlineData("""$"select {name}, {id} from t where a = {name} limit {id} offset {id}" """)]
    [InlineData("""$"select * from t order by {part}, {perhaps} desc, {SqlStatement.Identifier(name)}, {SqlStatement.Raw("a")}, {any}" """)]
    [InlineData("""$"select * from {part} join {perhaps} on a = b" """)]
    [InlineData("""$"select * from t order by price * {id}, {id} * price, abs({id}), a = {name}, {name} = a, a like {name}, {id}::int" """)]
    [InlineData("""$"select * from t order by case when id = {id} then {id} else {id} end desc" """)]
    [InlineData("""$"select * from t order by a {part} limit {id}" """)]
    [InlineData("""$"select * from t order by a fetch first {id} rows only" """)]
    [InlineData("""$"select * from t order by a collate {part}, b is distinct from {id}" """)]
    [InlineData("""$"select * from t group by date_trunc({name}, at) having max(a) > {id} order by a limit {id}" """)]
    [InlineData("""$"select extract(epoch from {day}), trim(both from {name}), substring({name} from {id} for {id}) from t" """)]
    [InlineData("""$"select * from t where a is distinct from {id} and b is not distinct from {name}" """)]
    [InlineData("""$"select * from unnest({ids}) where a in {ids}" """)]
    [InlineData("""$"insert into t values ({id}, {name})" """)]
    [InlineData("""$"insert into t (a, b) values ({id}, {name}), ({id}, {name})" """)]
    [InlineData("""$"insert into t (select {id}, {name})" """)]
    [InlineData("""$"insert into t (a) select {id} from u on conflict (a) do update set a = {id} where t.b = {id}" """)]
    [InlineData("""$"update t set a = {name}, b = ({id}), c = c + {id} where {id} = id and {name} = name" """)]
    [InlineData("""$"select * from t where not exists (select 1 from u where a = {id}) for update" """)]
    [InlineData("""$"{part} {name}, {id}" """)]

    // DA0003.
    [InlineData("""$"select * from t order by a {$"desc"}, {(flag ? $"b" : $"c")}" """)]

    // Not sure: the text may go on in another way.
    [InlineData("""$"select 'a\\' order by {name}" """)]
    [InlineData("""$"select * from t order by {name} /* open" """)]
    public async Task Is_not_found(string statement) => await UserCode.CheckAsync(Analyzer, UserCode.Method($"SqlStatement s = {statement};"));

    [Fact]
    public async Task A_hole_of_a_type_parameter_may_be_a_fragment()
        => await UserCode.CheckAsync(Analyzer, UserCode.File("""class C { SqlStatement Sort<T>(T by) => $"order by {by}"; SqlStatement Sort(dynamic by) => $"order by {by}"; }"""));

    [Theory]
    [InlineData("""$"select * from t order by {name} desc" """, """$"select * from t order by {SqlStatement.Identifier(name)} desc" """)]
    [InlineData("""$"select * from {(flag ? name : other)}" """, """$"select * from {SqlStatement.Identifier(flag ? name : other)}" """)]
    [InlineData("""$"insert into t ({name}) values ({id})" """, """$"insert into t ({SqlStatement.Identifier(name)}) values ({id})" """)]
    public async Task Is_fixed(string statement, string expected)
        => Assert.Equal(
            UserCode.Method($"SqlStatement s = {expected};"),
            await UserEditor.FixAsync(Analyzer, new NameHoleFix(), UserCode.Method($"SqlStatement s = {statement};")));

    [Fact]
    public async Task A_fix_in_a_file_without_the_namespace_writes_it()
        => Assert.Equal(
            """class C { System.Threading.Tasks.ValueTask<int> M(DataAccess.Database db, string t) => db.ExecuteAsync($"delete from {DataAccess.SqlStatement.Identifier(t)}"); }""",
            await UserEditor.FixAsync(
                Analyzer, new NameHoleFix(), """class C { System.Threading.Tasks.ValueTask<int> M(DataAccess.Database db, string t) => db.ExecuteAsync($"delete from {t}"); }"""));

    /// <summary>Only a text can be a name.</summary>
    [Theory]
    [InlineData("""$"order by {id}" """)]
    [InlineData("""$"order by a {name}" """)]
    public async Task Is_found_without_a_fix(string statement)
        => Assert.Empty(await UserEditor.TitlesAsync(Analyzer, new NameHoleFix(), UserCode.Method($"SqlStatement s = {statement};")));

    [Theory]
    [InlineData("""$"order by {name}" """, "{name} is a parameter, and a constant sorts nothing: write {SqlStatement.Identifier(name)}")]
    [InlineData("""$"group by {id}" """, "{id} is a parameter, and a constant groups nothing: write {SqlStatement.Identifier(name)}")]
    [InlineData("""$"order by a {name}" """, "{name} is a parameter, and 'asc' or 'desc' cannot be one: write {(descending ? (SqlStatement)$\"desc\" : $\"asc\")}")]
    [InlineData("""$"delete from {name}" """, "{name} is a parameter, and a name cannot be one: write {SqlStatement.Identifier(name)}")]
    public async Task The_message_shows_the_right_form(string statement, string message)
        => Assert.Equal(message, (await UserCode.FindAsync(Analyzer, UserCode.Method($"SqlStatement s = {statement};")))[0].GetMessage(System.Globalization.CultureInfo.InvariantCulture));
}
