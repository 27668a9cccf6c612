using System.Text.Json;
using CsCheck;
using DataAccess.Analyzers.Rows.Symbols;

namespace DataAccess.Analyzers.Tests.Rows;

/// <summary>Names in snake_case are those of System.Text.Json, by which the library names columns at run time.</summary>
public sealed class SnakeCaseTests
{
    [Theory]
    [InlineData("Id")]
    [InlineData("PlacedAt")]
    [InlineData("XMLHttpRequest")]
    [InlineData("Sha256Hash")]
    [InlineData("A1B2")]
    [InlineData("_private")]
    [InlineData("With_Underscore")]
    [InlineData("Box`1")]
    [InlineData("ÄrgerÖl")]
    [InlineData("lower")]
    [InlineData("")]
    public void Names_are_the_same(string name) => Assert.Equal(JsonNamingPolicy.SnakeCaseLower.ConvertName(name), SnakeCase.Of(name));

    [Fact]
    public void Random_names_are_the_same()
        => Gen.OneOf(Gen.String["aBcDeF019_ xYzÄß"], Gen.String).Sample(static name => SnakeCase.Of(name) == JsonNamingPolicy.SnakeCaseLower.ConvertName(name));
}
