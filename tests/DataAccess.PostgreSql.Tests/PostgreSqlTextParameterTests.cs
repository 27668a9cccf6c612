using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using DataAccess.Conformance;
using Npgsql;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

/// <summary>Text parameters, whose type the server infers: where it cannot they are text, and everywhere else they are what they stand next to.</summary>
public sealed class PostgreSqlTextParameterTests() : DatabaseSuite(PostgreSqlEngine.Shared)
{
    private const string Name = "alice";

    private static readonly string[] Upper = ["ALICE"];

    /// <summary>Queries that the server can run only if the parameter is text, and their answers.</summary>
    private static readonly (string Expression, string Answer)[] Undetermined =
    [
        ("concat(?, 'a')", "alicea"),
        ("concat_ws('-', ?, ?)", "alice-alice"),
        ("format('%s', ?)", "alice"),
        ("jsonb_build_object('k', ?)::text", """{"k": "alice"}"""),
        ("jsonb_build_object(?, ?)::text", """{"alice": "alice"}"""),
        ("json_build_array(?)::text", """["alice"]"""),
        ("num_nulls(?)::text", "0"),
        ("pg_typeof(?)::text", "text"),
        ("count(?)::text", "1"),
        ("(? is null)::text", "false"),
        ("(? is not null)::text", "true"),
        ("(? isnull)::text", "false"),
        ("((?) is null)::text", "false"),
        ("to_jsonb(?)::text", "\"alice\""),
        ("to_json(?)::text", "\"alice\""),
        ("(array_append('{}', ?))[1]", "alice"),
        ("array_to_string(array_agg(?), ',')", "alice"),
        ("jsonb_agg(?)::text", "[\"alice\"]"),
        ("first_value(?) over ()", "alice"),
        ("lower(concat(upper(?), ?))", "alicealice"),
        ("to_jsonb(?)::text || concat(?, '') || upper(?)", "\"alice\"aliceALICE"),
        ("concat((select ?))", "alice"),
        ("concat(case when ? is null then 'x' else ? end)", "alice"),
    ];

    protected override async ValueTask SetUpAsync()
    {
        await RunAsync("create extension if not exists citext");
        await RunAsync("create type mood as enum ('sad', 'ok')");
        await RunAsync("create domain short as varchar(5) check (value <> 'never')");
        await RunAsync("create table people (id int primary key, name citext, nick varchar(20), code char(5), doc json, facts jsonb, mood mood, key uuid, host inet, body xml, tag short, born date)");
        await RunAsync("insert into people (id, name, code, key, born) values (1, 'Alice', 'ab', '00000000-0000-0000-0000-000000000001', '2020-01-01')");
    }

    [Fact]
    public async Task A_parameter_that_the_server_cannot_type_is_text()
    {
        foreach (var (expression, answer) in Undetermined)
        {
            Assert.Equal(answer, await Db.QuerySingleAsync<string>(Select(expression), Token));

            // Prepared, and known.
            Assert.Equal(answer, await Db.QuerySingleAsync<string>(Select(expression), Token));
            await foreach (var row in Db.StreamAsync<string>(Select(expression), Token))
            {
                Assert.Equal(answer, row);
            }
        }
    }

    [Fact]
    public async Task So_it_is_inside_a_transaction_which_goes_on()
    {
        foreach (var (expression, answer) in Undetermined)
        {
            await Db.InTransactionAsync(
                async (tx, ct) =>
                {
                    await tx.ExecuteAsync($"update people set nick = {Name} where id = {1}", ct);
                    Assert.Equal(answer, await tx.QuerySingleAsync<string>(Select(expression), ct));
                    await tx.InTransactionAsync(
                        async (nested, nestedToken) => Assert.Equal(answer, await nested.QueryFirstOrDefaultAsync<string>(Select(expression), nestedToken)), ct);
                    Assert.Equal(answer, await tx.ScalarAsync<string>(Select(expression), ct));
                },
                Token);

            Assert.Equal(Name, await Db.QuerySingleAsync<string>($"select nick from people", Token));
        }
    }

    [Fact]
    public async Task So_it_is_without_prepared_statements()
    {
        foreach (var (expression, answer) in Undetermined)
        {
            await using var db = Reopen(static options => options.Connections.MaxPreparedStatements = 0);

            Assert.Equal(answer, await db.QuerySingleAsync<string>(Select(expression), Token));
            Assert.Equal(answer, await db.QuerySingleAsync<string>(Select(expression), Token));
            await db.InTransactionAsync(async (tx, ct) => Assert.Equal(answer, await tx.QuerySingleAsync<string>(Select(expression), ct)), Token);
        }
    }

    [Fact]
    public async Task So_it_is_on_a_dedicated_connection_and_in_a_batch()
    {
        foreach (var (expression, answer) in Undetermined)
        {
            await using var connection = await Db.Connections.OpenDedicatedAsync(Token);

            Assert.Equal([answer], await connection.QueryAsync(Select(expression), static row => row.GetString(0), cancellationToken: Token));
            Assert.Equal([answer], await connection.QueryAsync(Select(expression), static row => row.GetString(0), prepare: true, Token));
            await connection.ExecuteAsync($"begin", Token);
            await connection.ExecuteAsync($"create temporary table fresh (note text)", Token);
            await connection.ExecuteAllAsync([$"insert into fresh values ({Name})", $"insert into fresh {Select(expression)}"], Token);
            Assert.Equal([answer], await connection.QueryAsync(Select(expression), static row => row.GetString(0), cancellationToken: Token));
            Assert.Equal([Name, answer], await connection.QueryAsync($"select note from fresh", static row => row.GetString(0), cancellationToken: Token));
            await connection.ExecuteAsync($"rollback", Token);

            var (first, second) = await Db.QueryMultipleAsync<string, string>(Select(expression), Select(expression), Token);
            Assert.Equal((answer, answer), (Assert.Single(first), Assert.Single(second)));
        }
    }

    [Fact]
    public async Task Null_text_is_text_too()
    {
        string? none = null;
        object? nothing = null;
        char? letter = null;

        Assert.True(await Db.QuerySingleAsync<bool>($"select {none} is null", Token));
        Assert.True(await Db.QuerySingleAsync<bool>($"select {nothing} is null", Token));
        Assert.True(await Db.QuerySingleAsync<bool>($"select {letter} is null", Token));
        Assert.Equal("|", await Db.QuerySingleAsync<string>($"select concat({none}, '|', {letter})", Token));
        Assert.Equal("""{"k": null}""", await Db.QuerySingleAsync<string>($"select jsonb_build_object('k', {none})::text", Token));
        Assert.Equal(1, await Db.QuerySingleAsync<int>($"select id from people where ({none} is null or name = {none})", Token));
        Assert.Equal("text", await Db.QuerySingleAsync<string>($"select pg_typeof({'x'})::text", Token));
        Assert.Equal("Monday!", await Db.QuerySingleAsync<string>($"select concat({DayOfWeek.Monday.ToString()}, {'!'})", Token));
    }

    [Fact]
    public async Task A_filter_that_may_be_null_compares_as_the_column_does()
    {
        var id = "00000000-0000-0000-0000-000000000001";
        var date = "2020-01-01";
        var code = "ab ";

        Assert.Equal(1, await Db.QuerySingleAsync<int>($"select id from people where ({Name} is null or name = {Name})", Token));
        Assert.Equal(1, await Db.QuerySingleAsync<int>($"select id from people where ({id} is null or key = {id})", Token));
        Assert.Equal(1, await Db.QuerySingleAsync<int>($"select id from people where ({date} is null or born = {date})", Token));
        Assert.Equal(1, await Db.QuerySingleAsync<int>($"select id from people where ({code} is null or code = {code})", Token));
        Assert.Equal(1, await Db.QuerySingleAsync<int>($"select id from people where name = coalesce({Name}, name) and replace(name, {"ALICE"}, 'b') = 'b'", Token));

        // The server finds a type for one of the two; the other must not make it text.
        Assert.Equal("\"alice\"", await Db.QuerySingleAsync<string>($"select to_jsonb({Name})::text from people where replace(name, {"ALICE"}, 'b') = 'b'", Token));
        Assert.Equal(1, await Db.QuerySingleAsync<int>($"select id from people where concat({Name}, {Name}) <> '' and name in {Upper} and born = {date} is not null", Token));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Text_reaches_columns_of_every_type_as_before(bool prepares)
    {
        await using var db = Reopen(options => options.Connections.MaxPreparedStatements = prepares ? 50 : 0);
        foreach (var (column, value, other) in new[]
        {
            ("name", "BOB", "bob"), ("nick", "bob", "bob"), ("code", "b", "b  "), ("facts", """{"a":1}""", """{"a": 1}"""), ("mood", "ok", "ok"),
            ("key", "00000000-0000-0000-0000-00000000000A", "00000000-0000-0000-0000-00000000000a"), ("host", "10.0.0.1", "10.0.0.1"), ("tag", "abc", "abc"), ("born", "2021-02-03", "2021-02-03"),
        })
        {
            var quoted = SqlStatement.Identifier(column);
            await db.ExecuteAsync($"delete from people where id = 2", Token);
            await db.ExecuteAsync($"insert into people (id, {quoted}) values ({2}, {value})", Token);
            Assert.Equal(2, await db.QuerySingleAsync<int>($"select id from people where {quoted} = {other}", Token));
            Assert.Equal(2, await db.QuerySingleAsync<int>($"select id from people where {quoted} in {new[] { other }}", Token));
            Assert.Equal(2, await db.QuerySingleAsync<int>($"select id from people where ({value} is null or {quoted} = {other}) and coalesce({quoted}, {other}) = {other}", Token));
            Assert.Equal(1, await db.ExecuteAsync($"update people set {quoted} = coalesce({value}, {quoted}) where id = {2}", Token));
            Assert.Equal(1, await db.ExecuteAsync($"update people set {quoted} = case when {value} is null then {quoted} else {value} end where id = {2}", Token));
        }

        var (json, xml) = ("""{"a":1}""", "<a/>");
        Assert.Equal(1, await db.ExecuteAsync($"update people set doc = {json}, body = {xml} where ({json} is null or id = {2})", Token));
        Assert.Equal("1", await db.QuerySingleAsync<string>($"select doc ->> {"a"} from people where facts is not distinct from facts and id = 2", Token));
    }

    [Fact]
    public async Task What_cannot_be_helped_is_told_with_advice()
    {
        var error = await Assert.ThrowsAsync<PostgresException>(async () => await Db.QueryAsync<string>($"select array_length({Name}, 1)::text", Token));
        Assert.Contains("::text", error.Message, StringComparison.Ordinal);
        Assert.Equal(PostgresErrorCodes.DatatypeMismatch, error.SqlState);

        var inside = await Assert.ThrowsAsync<PostgresException>(
            async () => await Db.InTransactionAsync(async (tx, ct) => await tx.QueryAsync<string>($"select array_length({Name}, 1)::text", ct), Token));
        Assert.Contains("::text", inside.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_statement_that_fails_otherwise_fails_as_before()
    {
        var missing = await Assert.ThrowsAsync<PostgresException>(async () => await Db.QueryAsync<string>($"select concat(missing, {Name}) from people", Token));
        Assert.Equal(PostgresErrorCodes.UndefinedColumn, missing.SqlState);

        await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                await Assert.ThrowsAsync<PostgresException>(
                    async () => await tx.InTransactionAsync(async (nested, token) => await nested.QueryAsync<string>($"select concat(missing, {Name}) from people", token), ct));
                Assert.Equal("alicex", await tx.QuerySingleAsync<string>($"select concat({Name}, 'x')", ct));
            },
            Token);
    }

    [Fact]
    public async Task Connections_that_meet_a_text_at_once_all_learn_it()
    {
        await using var other = Reopen(static options => options.Connections.MaxConnections = 4);
        string[] names = ["a", "b", "c", "d", "e", "f", "g", "h"];

        await Task.WhenAll(names.Select(async name => Assert.Equal(name + "x", await other.QuerySingleAsync<string>($"select concat({name}, 'x') from pg_sleep(0.01)", Token))));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(3_000)]
    public async Task The_writer_and_a_repository_write_text_to_columns_of_every_type(int size)
    {
        static Person Row(int i, string name)
            => new(i, name, "nick", "co", """{"a":1}""", """{"a": 1}""", "ok", "00000000-0000-0000-0000-00000000000a", "10.0.0.1", "<a/>", "tag", "2021-02-03");

        var (rows, people) = (Enumerable.Range(10, size).Select(static i => Row(i, "Bob")), new People(Db));
        foreach (var action in new[] { ConflictAction.Error, ConflictAction.Update })
        {
            await using var writer = Db.CreateWriter<Person>(new() { OnConflict = action });
            Assert.Equal(size, (await writer.WriteManyAsync(rows, Token)).Committed);
        }

        await people.InsertAsync(Row(2, "Carol"), Token);
        await people.UpsertAsync(Row(2, "Dave"), Token);
        Assert.True(await people.UpdateAsync(Row(2, "Erin"), Token));

        Assert.Equal(
            size, await Db.QuerySingleAsync<int>($"select count(*) from people where name = {"BOB"} and mood = {"ok"} and facts = {"""{"a":1}"""} and code = {"co   "} and host = {"10.0.0.1"}", Token));
        Assert.Equal("Erin", await Db.QuerySingleAsync<string>($"select name::text from people where id = 2 and ({"ERIN"} is null or name = {"ERIN"})", Token));
    }

    /// <summary>A row whose columns are all text here, and many types there.</summary>
    [Table("people")]
    public sealed record Person(
        [property: Key] int Id, string Name, string Nick, string Code, string Doc, string Facts, string Mood, string Key, string Host, string Body, string Tag, string Born);

    private sealed class People(DatabaseSession session) : Repository<Person, int>(session);

    private static SqlStatement Select(string expression)
    {
        var parts = expression.Split('?');
        SqlStatement statement = $"select {SqlStatement.Raw(parts[0] + " ")}";
        foreach (var part in parts.Skip(1))
        {
            statement = $"{statement}{Name}{SqlStatement.Raw(part + " ")}";
        }

        return statement;
    }
}
