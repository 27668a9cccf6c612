using DataAccess.Migrations.Diffing;
using DataAccess.Migrations.Scratch;
using static System.FormattableString;

namespace DataAccess.Migrations.Tests.Diffing;

public abstract partial class DiffSuite
{
    /// <summary>Types as the catalogue writes them, with values at the edges of what they hold, as literals.</summary>
    protected abstract IReadOnlyList<(string Type, string[] Values)> Values { get; }

    /// <summary>Changes of a type that take something from some values.</summary>
    protected abstract IReadOnlyList<(string From, string To)> Narrowings { get; }

    /// <summary>Whether a change of type keeps all values, as the engine's table says.</summary>
    private protected abstract bool Keeps(string from, string to);

    /// <summary>What compares the values of two columns of one type.</summary>
    protected virtual string AreEqual(string column, string other) => $"{column} = {other}";

    [Fact]
    public async Task A_type_that_may_not_hold_a_value_is_told()
    {
        var changes = Narrowings;
        var result = await DiffAsync(Table(changes.Select(static c => c.From)), Table(changes.Select(static c => c.To)), drops: true);

        Assert.Equal("", Shown(result.Left));
        var lost = string.Join('\n', result.Statements.Select(static s => s.Loses).OfType<string>());
        var missing = changes.Where((_, i) => !System.Text.RegularExpressions.Regex.IsMatch(lost, Invariant($@"cannot hold of the column [\w.`]+\.`?c{i}`?, "), System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Empty(missing);
        Assert.All(changes, change => Assert.False(Keeps(change.From, change.To), $"{change}"));
        Assert.Contains("\n-- Loses what ", DiffText.Write(result, EngineRegistry.Find(Db.Provider).Diff, "Test."), StringComparison.Ordinal);

        static string Table(IEnumerable<string> types) => $"create table t ({string.Join(", ", types.Select(static (type, i) => Invariant($"c{i} {type}")))});";
    }

    /// <summary>There and back gives the values that were there.</summary>
    [Fact]
    public async Task A_type_that_is_said_to_hold_all_values_does()
    {
        var pairs = Values.Select((from, i) => (Name: Invariant($"p{i}"), from.Type, from.Values, To: Values.Select(static v => v.Type).Where(to => to != from.Type && Keeps(from.Type, to)).ToList())).Where(static p => p.To.Count > 0).ToList();
        Assert.True(pairs.Sum(static p => p.To.Count) >= Values.Count, "The types have little to do with each other.");
        var before = string.Concat(pairs.Select(static p => Table(p.Name, p.Type, p.To.Select(_ => p.Type))));
        var after = string.Concat(pairs.Select(static p => Table(p.Name, p.Type, p.To)));
        var (there, back) = (await DiffAsync(before, after, drops: true), await DiffAsync(after, before, drops: true));
        Assert.Empty(there.Statements.Select(static s => s.Loses).OfType<string>());
        Assert.Equal("", Shown(there.Left.Concat(back.Left)));

        var rows = string.Concat(pairs.SelectMany(static p => p.Values.Select(value => $"insert into {p.Name} values ({string.Join(", ", Enumerable.Repeat(value, p.To.Count + 1))});")));
        var dialects = EngineRegistry.Find(Db.Provider);
        await ScratchScript.RunAsync(Db, before + rows, dialects.Flavour, "before", Token);
        await ScratchScript.RunAsync(Db, DiffText.Write(there, dialects.Diff, "There."), dialects.Flavour, "there", Token);
        await ScratchScript.RunAsync(Db, DiffText.Write(back, dialects.Diff, "Back."), dialects.Flavour, "back", Token);

        var changed = new List<string>();
        foreach (var (name, type, values, to) in pairs)
        {
            for (var i = 0; i < to.Count; i++)
            {
                var equal = await Db.QuerySingleAsync<int>(SqlStatement.Raw(Invariant($"select count(*) from {name} where {AreEqual(Invariant($"c{i}"), "o")}")), Token);
                changed.AddRange(equal == values.Length ? [] : [$"{type} -> {to[i]}"]);
            }
        }

        Assert.Empty(changed);

        static string Table(string name, string type, IEnumerable<string> types) => $"create table {name} (o {type}, {string.Join(", ", types.Select(static (t, i) => Invariant($"c{i} {t}")))});\n";
    }
}
