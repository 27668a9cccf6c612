using System.Text.Json;
using Xunit;

namespace DataAccess.Tests;

/// <summary>Members' names as columns.</summary>
public sealed class SnakeCaseTests
{
    [Theory]
    [InlineData("Id", "id")]
    [InlineData("PlacedAt", "placed_at")]
    [InlineData("HTTPStatus2", "http_status2")]
    [InlineData("ABTest", "ab_test")]
    [InlineData("URL", "url")]
    [InlineData("already_snake", "already_snake")]
    [InlineData("Half_Snake", "half_snake")]
    [InlineData("X", "x")]
    [InlineData("", "")]
    [InlineData("ÄpfelÖl", "äpfel_öl")]
    public void A_word_starts_at_each_capital(string name, string column) => Assert.Equal(column, JsonNamingPolicy.SnakeCaseLower.ConvertName(name));
}
