using DataAccess.Analyzers.RowTypes;
using DataAccess.Analyzers.Tests.Running;

namespace DataAccess.Analyzers.Tests.Rows;

/// <summary>What keeps a type from being mapped is said where the type, or its member, is.</summary>
public sealed class RowTypeTests
{
    private static readonly RowTypeAnalyzer Analyzer = new();

    [Theory]
    [InlineData("public class Outer { [Row] private sealed class [|Inner|] { public int Id { get; set; } } }", "cannot be reached")]
    [InlineData("[Row] file sealed class [|Here|] { public int Id { get; set; } }", "cannot be reached")]
    [InlineData("[Row] public sealed record [|Box|]<T>(int Id, T Value);", "is generic")]
    [InlineData("public class Outer<T> { [Row] public sealed record [|Inner|](int Id); }", "is generic")]
    [InlineData("[Row] public abstract class [|Shape|] { public int Id { get; set; } }", "no class or struct")]
    [InlineData("[Row] public ref struct [|Slice|] { public int Id { get; set; } }", "ref struct")]
    [InlineData("[Row] public sealed class [|Closed|](int other) { public int Id { get; set; } = other; }", "no public parameterless constructor")]
    [InlineData("[Row] public sealed class [|Written|] { public int Id { get; set; } public string Secret { set { } } }", "has a property Secret with a public setter")]
    public Task A_type_that_generated_code_cannot_make_is_an_error(string code, string says) => CheckAsync("DA0007", code, says);

    [Theory]
    [InlineData("[Row] public sealed class Odd { public int Id { get; set; } public Uri? [|Link|] { get; set; } }", "Odd.Link is of type Uri")]
    [InlineData("[Row] public sealed class Odd { public int Id { get; set; } public Dictionary<int, string>? [|Items|]; }", "no column holds")]
    [InlineData("[Row] public sealed record Odd(int Id, int[][] [|Grid|]);", "Odd.Grid")]
    public Task A_member_that_no_column_holds_is_named(string code, string says) => CheckAsync("DA0008", code, says);

    [Theory]
    [InlineData("[Row] public sealed class Twice { public string? Name { get; set; } [System.ComponentModel.DataAnnotations.Schema.Column(\"NAME\")] public string? [|Title|] { get; set; } }", "Name and Title")]
    public Task Two_members_with_one_column_are_named(string code, string says) => CheckAsync("DA0009", code, says);

    [Fact]
    public async Task Json_needs_a_context_where_there_is_no_reflection()
    {
        const string Code = "[Row] public sealed record Kept(int Id, [property: System.ComponentModel.DataAnnotations.Schema.Column(TypeName = \"json\")] List<int>? [|Numbers|]);";

        await CheckAsync("DA0010", Code, "Kept.Numbers", withoutReflection: true);
        Assert.Empty(await UserCode.FindAsync(Analyzer, UserCode.File(MarkedCode.Parse(Code).Text)));
    }

    [Theory]
    [InlineData("[Row] public sealed record Reading(Guid Id, string Sensor, double Level);")]
    [InlineData("public class Outer { [Row] internal sealed class Inner { public int Id { get; private set; } public string Name { get; } = \"\"; public Uri? Shown => null; } }")]
    [InlineData("[assembly: Row<Box<int>>] public sealed record Box<T>(int Id, T Value);")]
    [InlineData("[Row] public struct Point { public int X; public int Y { get; init; } }")]
    [InlineData("public sealed class Unmarked { public Uri? Link { get; set; } }")]
    public async Task Types_that_can_be_mapped_are_not_reported(string code) => Assert.Empty(await UserCode.FindAsync(Analyzer, UserCode.File(code), withoutReflection: true));

    [Fact]
    public async Task A_type_that_the_assembly_names_is_reported_there()
        => Assert.Equal(
            ["DA0007"],
            (await UserCode.CheckAsync(Analyzer, "[assembly: [|DataAccess.Row<System.Version>|]] public class Other;")).Select(static found => found.Id),
            StringComparer.Ordinal);

    private static async Task CheckAsync(string id, string code, string says, bool withoutReflection = false)
    {
        var found = Assert.Single(await UserCode.CheckAsync(Analyzer, UserCode.File(code), withoutReflection));
        Assert.Equal(id, found.Id);
        Assert.Contains(says, found.GetMessage(null), StringComparison.Ordinal);
    }
}
