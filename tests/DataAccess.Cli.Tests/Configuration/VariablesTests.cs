using DataAccess.Cli.Configuration;

namespace DataAccess.Cli.Tests.Configuration;

public sealed class VariablesTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain $ and $$ and {x}", "plain $ and $$ and {x}")]
    [InlineData("${A}", "1")]
    [InlineData("a${A}${_b2}c", "a1${A}c")]
    [InlineData("$${A}", "${A}")]
    [InlineData("$${A}${A}$${", "${A}1${")]
    [InlineData("$${", "${")]
    public void Variables_are_expanded_once(string text, string expected)
        => Assert.Equal(expected, Variables.Expand(text, ValueOf, static problem => new InvalidOperationException(problem)));

    [Theory]
    [InlineData("x${MISSING}", "the environment variable 'MISSING' is not set, or is empty.")]
    [InlineData("x${EMPTY}", "the environment variable 'EMPTY' is not set, or is empty.")]
    [InlineData("${", "'${' begins no variable here. Write ${NAME}, or $${ for the text ${.")]
    [InlineData("${}", "'${' begins no variable here. Write ${NAME}, or $${ for the text ${.")]
    [InlineData("${A", "'${' begins no variable here. Write ${NAME}, or $${ for the text ${.")]
    [InlineData("${1A}", "'${' begins no variable here. Write ${NAME}, or $${ for the text ${.")]
    [InlineData("${A-B}", "'${' begins no variable here. Write ${NAME}, or $${ for the text ${.")]
    public void What_cannot_be_expanded_is_a_problem(string text, string expected)
        => Assert.Equal(expected, Assert.Throws<InvalidOperationException>(() => Variables.Expand(text, ValueOf, static problem => new InvalidOperationException(problem))).Message);

    /// <summary>The value of one looks like a variable, and is not expanded again.</summary>
    private static string? ValueOf(string name) => name switch { "A" => "1", "_b2" => "${A}", "EMPTY" => "", _ => null };
}
