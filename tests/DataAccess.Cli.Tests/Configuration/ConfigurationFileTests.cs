using DataAccess.Cli.Configuration;

namespace DataAccess.Cli.Tests.Configuration;

public sealed class ConfigurationFileTests
{
    [Fact]
    public void Comments_trailing_commas_and_a_byte_order_mark_are_allowed()
    {
        var file = Parsed.File("\uFEFF{\n // a comment\n \"url\": \"sqlite:a.db\", /* and\n another */ \"parallel\": 2,\n \"environments\": { \"b\": { \"failFast\": true, }, \"a\": {} },\n \"defaultEnvironment\": \"a\",\n}\n");

        Assert.Equal(["url=sqlite:a.db d.json:3", "parallel=2 d.json:4"], file.Shared.Select(static s => $"{s.Name}={s.Text} {s.Place}"), StringComparer.Ordinal);
        Assert.Equal(["b", "a"], file.Environments.Select(static e => e.Key), StringComparer.Ordinal);
        Assert.Equal("failFast=true d.json:5", file.Environments[0].Value.Select(static s => $"{s.Name}={s.Text} {s.Place}").Single());
        Assert.Equal("a", file.DefaultEnvironment);
    }

    [Fact]
    public void A_placeholder_is_a_setting_of_its_own()
    {
        var file = Parsed.File("{ \"placeholders\": { \"role\": \"${ROLE}\",\n \"n\": 3, \"on\": true } }");

        Assert.Equal(["placeholders.role=${ROLE} d.json:1", "placeholders.n=3 d.json:2", "placeholders.on=true d.json:2"], file.Shared.Select(static s => $"{s.Name}={s.Text} {s.Place}"), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("{\n\"ulr\": \"x\" }", "d.json:2: There is no key 'ulr'. Did you mean 'url'?")]
    [InlineData("{ \"LockTimeOut\": \"x\" }", "d.json:1: There is no key 'LockTimeOut'. Did you mean 'lockTimeout'?")]
    [InlineData("{ \"lock-timeout\": \"x\" }", "d.json:1: There is no key 'lock-timeout'. Did you mean 'lockTimeout'?")]
    [InlineData("{ \"set\": {} }", "d.json:1: There is no key 'set'. Did you mean 'placeholders'?")]
    [InlineData("{ \"environment\": {} }", "d.json:1: There is no key 'environment'. Did you mean 'environments'?")]
    [InlineData("{ \"environments\": { \"a\": {\n\"paralel\": 1 } } }", "d.json:2: There is no key 'paralel'. Did you mean 'parallel'?")]
    [InlineData("{ \"environments\": { \"a\": { \"defaultEnvironment\": \"a\" } } }", "d.json:1: 'defaultEnvironment' is a key of the file's top, and not of an environment.")]
    [InlineData("{ \"url\": \"x\",\n\n\"url\": \"y\" }", "d.json:3: The key 'url' is there twice; line 1 has it, too. Remove one.")]
    [InlineData("{ \"placeholders\": { \"a\": \"x\",\n\"a\": \"y\" } }", "d.json:2: The key 'a' is there twice; line 1 has it, too. Remove one.")]
    [InlineData("{ \"environments\": { \"a\": {},\n\"a\": {} } }", "d.json:2: The key 'a' is there twice; line 1 has it, too. Remove one.")]
    [InlineData("{ \"url\": 5 }", "d.json:1: 'url' must be text, and is a number.")]
    [InlineData("{ \"url\": null }", "d.json:1: 'url' must be text, and is null.")]
    [InlineData("{ \"url\": [\"secret\"] }", "d.json:1: 'url' must be text, and is an array.")]
    [InlineData("{ \"parallel\": \"4\" }", "d.json:1: 'parallel' must be a whole number, and is text.")]
    [InlineData("{ \"failFast\": \"true\" }", "d.json:1: 'failFast' must be true or false, and is text.")]
    [InlineData("{ \"failFast\": 1 }", "d.json:1: 'failFast' must be true or false, and is a number.")]
    [InlineData("{ \"dir\": true }", "d.json:1: 'dir' must be text, and is true.")]
    [InlineData("{ \"placeholders\": \"a=1\" }", "d.json:1: 'placeholders' must be an object of names and values, and is text.")]
    [InlineData("{ \"placeholders\": { \"a\": {} } }", "d.json:1: 'placeholders.a' must be text, a number, or true or false, and is an object.")]
    [InlineData("{ \"placeholders\": { \"a=b\": \"\" } }", "d.json:1: 'placeholders' has the name 'a=b'. A name is not empty, and has no equals sign.")]
    [InlineData("[]", "d.json:1: The file must be an object, and is an array.")]
    [InlineData("{ \"environments\": [] }", "d.json:1: 'environments' must be an object, and is an array.")]
    [InlineData("{ \"environments\": {\n\"a\": \"x\" } }", "d.json:2: The environment 'a' must be an object, and is text.")]
    [InlineData("{ \"environments\": { \"prod\": {}, \"dev\": {} },\n\"defaultEnvironment\": \"prd\" }", "d.json:2: 'defaultEnvironment': There is no environment 'prd'. Did you mean 'prod'?")]
    [InlineData("{ \"environments\": { \"prod\": {}, \"dev\": {} }, \"defaultEnvironment\": \"staging\" }", "d.json:1: 'defaultEnvironment': There is no environment 'staging'. There are: prod, dev.")]
    [InlineData("{ \"defaultEnvironment\": \"a\" }", "d.json:1: 'defaultEnvironment': There is no environment 'a': the file has no 'environments'.")]
    [InlineData("{ \"defaultEnvironment\": 1 }", "d.json:1: 'defaultEnvironment' must be text, and is a number.")]
    [InlineData("{ \"url\": \"a\",\n\"urlEnv\": \"B\" }", "d.json:2: 'url' and 'urlEnv' exclude each other. Remove one.")]
    [InlineData("{ \"schemas\": \"a\",\n\"tenantsQuery\": \"B\" }", "d.json:2: 'schemas' and 'tenantsQuery' exclude each other. Remove one.")]
    [InlineData("{\n \"allowNonEmpty\": true }", "d.json:2: 'allowNonEmpty' cannot be in the file: it allows what is refused without it, or overwrites what is there, and is decided for each run. Pass --allow-non-empty on the command line.")]
    [InlineData("{ \"environments\": { \"a\": { \"to\": \"7\" } } }", "d.json:1: 'to' cannot be in the file: it says what one run does. Pass --to on the command line.")]
    [InlineData("{ \"url\": \"x\"\n \"dir\": \"y\" }", "d.json:2: This is not valid JSON from byte 2 of the line on. Keys and text stand in double quotes, with a comma between two members.")]
    public void What_is_wrong_is_named_with_its_line(string text, string expected)
        => Assert.Equal(expected, Assert.Throws<ConfigurationException>(() => Parsed.File(text)).Message);

    [Theory]
    [InlineData("")]
    [InlineData("{ \"url\": hunter2 }")]
    [InlineData("{ \"url\": thunter2 }")]
    [InlineData("{ \"url\": \"hunter2\n\" }")]
    [InlineData("{ \"url\": 'hunter2' }")]
    [InlineData("{ \"url\": \"a\" } hunter2")]
    [InlineData("{ \"url\": \"\\ud800 hunter2\" }")]
    public void Text_that_is_no_json_is_not_repeated(string text)
    {
        var message = Assert.Throws<ConfigurationException>(() => Parsed.File(text)).Message;

        Assert.StartsWith("d.json:1: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_like_no_key_is_answered_with_all_keys()
        => Assert.Equal(
            "d.json:1: There is no key 'connectionPooling'. The keys are batchRows, createDatabase, dir, engine, exactlyOnce, failFast, format, historySchema, historyTable, lockBudget, lockTimeout, "
            + "migrations, noPlaceholders, notes, order, parallel, placeholders, schemas, tenantsQuery, timeout, tx, url, urlEnv, urlFile, wait.",
            Assert.Throws<ConfigurationException>(static () => Parsed.File("{ \"connectionPooling\": 1 }")).Message);
}
