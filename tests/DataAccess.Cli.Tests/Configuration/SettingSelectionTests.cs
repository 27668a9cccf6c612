using DataAccess.Cli.Configuration;

namespace DataAccess.Cli.Tests.Configuration;

public sealed class SettingSelectionTests
{
    private const string Up = "--url --url-env --url-file --dir --set --tx --schemas --tenants-query --parallel --fail-fast";
    private const string Lint = "--engine --url --url-env --url-file --dir --set --after";
    private const string Script = "--engine --url --url-env --url-file --dir --set --from --to";

    [Theory]
    [InlineData("the environment wins", Up, "", "url=b tx=all", "url=a dir=m tx=file", "dir=m url=b tx=all")]
    [InlineData("in any of the ways of a URL", Up, "", "urlFile=b", "url=a", "urlFile=b")]
    [InlineData("and of tenants", Up, "", "tenantsQuery=q", "schemas=s", "tenantsQuery=q")]
    [InlineData("the command line wins over both", Up, "--dir --tx", "tx=all", "dir=m url=a", "url=a")]
    [InlineData("in any of the ways of a URL", Up, "--url-file", "urlEnv=U", "tx=all", "tx=all")]
    [InlineData("and of tenants", Up, "--schemas", "tenantsQuery=q", "parallel=2", "parallel=2")]
    [InlineData("what the command has not is left out", Lint, "", "tx=all lockTimeout=1s", "dir=m", "dir=m")]
    [InlineData("options of tenants need tenants", Up, "", "parallel=8 failFast=true", "dir=m", "dir=m")]
    [InlineData("options of tenants with tenants", Up, "", "parallel=8 failFast=true", "schemas=s", "schemas=s parallel=8 failFast=true")]
    [InlineData("lint needs an engine only", Lint, "", "url=a", "engine=sqlite", "engine=sqlite")]
    [InlineData("lint takes the URL that is given", Lint, "--url", "url=a", "engine=sqlite", "")]
    [InlineData("lint takes the engine that is given", Lint, "--engine", "url=a", "engine=sqlite", "")]
    [InlineData("lint takes the URL if there is no engine", Lint, "", "url=a", "dir=m", "dir=m url=a")]
    [InlineData("script reads the history", Script, "", "url=a", "engine=sqlite", "url=a")]
    [InlineData("script does not read it from a version on", Script, "--from", "url=a", "engine=sqlite", "engine=sqlite")]
    [InlineData("script does not read it for an engine", Script, "--engine", "url=a", "engine=sqlite", "")]
    public void Each_value_has_one_source(string what, string options, string given, string environment, string shared, string expected)
        => Assert.True(expected == Select(options, given, environment, shared), $"{what}: {Select(options, given, environment, shared)}");

    [Fact]
    public void Placeholders_are_chosen_one_by_one()
    {
        var file = Parsed.File("""{ "placeholders": { "a": "1", "b": "1", "c": "1" }, "environments": { "e": { "placeholders": { "b": "2", "c": "2" } } } }""");
        var command = new ParsedCommand(Words("--set"), Words("--set"), Words("c"));

        Assert.Equal(["a=1", "b=2"], SettingSelection.Of(command, file.Shared, file.Environments[0].Value).Select(static s => $"{s.Member}={s.Text}"), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("b", "a", "b")]
    [InlineData(null, "a", "a")]
    [InlineData(null, "", "c")]
    [InlineData(null, null, "c")]
    public void The_environment_is_the_option_then_the_variable_then_the_default(string? option, string? variable, string expected)
        => Assert.Equal(expected, EnvironmentChoice.Of(Parsed.File("""{ "environments": { "a": {}, "b": {}, "c": {} }, "defaultEnvironment": "c" }"""), option, variable));

    [Theory]
    [InlineData("A", null, "d.json: There is no environment 'A'. Did you mean 'a'? It is given by --env.")]
    [InlineData(null, "production", "d.json: There is no environment 'production'. There are: a, b. It is given by DATAACCESS_ENV.")]
    public void An_environment_that_does_not_exist_is_named_with_its_source(string? option, string? variable, string expected)
        => Assert.Equal(expected, Assert.Throws<ConfigurationException>(() => EnvironmentChoice.Of(Parsed.File("""{ "environments": { "a": {}, "b": {} } }"""), option, variable)).Message);

    [Theory]
    [InlineData(Up, "", "url")]
    [InlineData(Up, "--url", null)]
    [InlineData(Lint, "", null)]
    [InlineData("--dir", "", null)]
    public void No_environment_is_guessed_and_none_is_asked_for_that_nothing_is_taken_from(string options, string given, string? needed)
    {
        var file = Parsed.File("""{ "engine": "sqlite", "dir": "m", "environments": { "prod": { "url": "a" }, "dev": { "url": "b", "parallel": 2 } } }""");
        var command = new ParsedCommand(Words(options), Words(given), Words(""));

        if (needed is null)
        {
            Assert.DoesNotContain(EnvironmentChoice.SettingsOf(file, name: null, command), static s => s.Key.Name != "dir" && s.Key.Name != "engine");
        }
        else
        {
            Assert.Equal(
                $"d.json: No environment is chosen, and the command takes '{needed}' from one. There are: prod, dev. Choose with --env NAME, DATAACCESS_ENV or 'defaultEnvironment'.",
                Assert.Throws<ConfigurationException>(() => EnvironmentChoice.SettingsOf(file, name: null, command)).Message);
        }
    }

    private static string Select(string options, string given, string environment, string shared)
        => string.Join(' ', SettingSelection.Of(new ParsedCommand(Words(options), Words(given), Words("")), Settings(shared), Settings(environment)).Select(static s => $"{s.Key.Name}={s.Text}"));

    private static List<Setting> Settings(string text)
        => Words(text).Select(static pair => new Setting(Parsed.Keys.Find(pair.Split('=')[0], default, isTop: true), Member: null, pair.Split('=')[1], default)).ToList();

    private static HashSet<string> Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
}
