using System.ComponentModel.DataAnnotations.Schema;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>A value is read as it is or not at all: nothing is rounded, cut off, or taken from one of two columns.</summary>
public abstract class ExactReadSuite(TestEngine engine) : DatabaseSuite(engine)
{
    public enum Grade : byte
    {
        None,
        Good,
        Best,
    }

    /// <summary>What a number is read into, and what is said of one that does not fit.</summary>
    public static TheoryData<string, string, string> Misfits => new()
    {
        { "1.7", "decimal(5,1)", "int short long byte sbyte ushort uint ulong Grade" },
        { "-0.5", "decimal(5,1)", "int ulong Grade" },
        { "300", "decimal(5,0)", "byte sbyte Grade" },
        { "70000", "decimal(5,0)", "short ushort" },
        { "-1", "decimal(5,0)", "byte ushort uint ulong Grade" },
        { "3000000000", "decimal(10,0)", "int" },
    };

    protected abstract string IntegerType { get; }

    [Theory]
    [MemberData(nameof(Misfits))]
    public async Task A_number_that_does_not_fit_is_named_with_its_column_and_member(string number, string type, string targets)
    {
        foreach (var target in targets.Split(' '))
        {
            foreach (var statement in Statements(number, type))
            {
                var read = ReadAs(target, statement);
                var value = await Assert.ThrowsAsync<MappingException>(async () => await read.Value());
                var row = await Assert.ThrowsAsync<MappingException>(async () => await read.Row());

                Assert.All([number, "'number'"], part => Assert.Contains(part, value.Message, StringComparison.Ordinal));
                Assert.All([number, "'number'", "Number"], part => Assert.Contains(part, row.Message, StringComparison.Ordinal));
            }
        }
    }

    [Theory]
    [InlineData("3", "decimal(5,2)", "int short long byte sbyte ushort uint ulong")]
    [InlineData("0", "decimal(5,2)", "int short long byte sbyte ushort uint ulong Grade")]
    public async Task A_whole_number_is_read_whatever_its_type(string number, string type, string targets)
    {
        foreach (var target in targets.Split(' '))
        {
            foreach (var statement in Statements(number, type))
            {
                Assert.Equal(number, await ReadAs(target, statement).Value() is Grade grade ? $"{(int)grade}" : $"{await ReadAs(target, statement).Value()}");
            }
        }
    }

    [Fact]
    public async Task An_integer_that_a_real_cannot_hold_is_named()
    {
        var big = await Assert.ThrowsAsync<MappingException>(async () => await Db.QuerySingleAsync<double>($"select 9007199254740993 as number", Token));
        var coarse = await Assert.ThrowsAsync<MappingException>(async () => await Db.QuerySingleAsync<float>($"select 16777217 as number", Token));

        Assert.Contains("9007199254740993", big.Message, StringComparison.Ordinal);
        Assert.Contains("16777217", coarse.Message, StringComparison.Ordinal);
        Assert.Equal(9007199254740992.0, await Db.QuerySingleAsync<double>($"select 9007199254740992", Token));
    }

    [Fact]
    public async Task Two_columns_for_one_member_are_an_error_that_names_both()
    {
        var error = await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<Pair>($"select 1 as id, 2 as other, 3 as id", Token));

        Assert.All(["Pair.Id", "column 1", "column 3"], part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        Assert.Equal(new Pair(1, 2), Assert.Single(await Db.QueryAsync<Pair>($"select 1 as id, 2 as other, 3 as unknown, 4 as unknown", Token)));
    }

    [Fact]
    public async Task A_member_with_a_column_name_takes_that_column_only()
    {
        var named = Assert.Single(await Db.QueryAsync<Named>($"select 'first' as name, 'second' as full_name", Token));

        Assert.Equal("second", named.Name);
        await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<Named>($"select 'first' as name", Token));
    }

    [Fact]
    public async Task Members_of_every_kind_are_written_and_read_back()
    {
        await RunAsync($"create table kinds (id {IntegerType} not null primary key, name varchar(20), grade {IntegerType}, field {IntegerType}, note varchar(20))");
        await using var writer = Db.CreateWriter<Kinds>();
        await writer.WriteAsync(new Kinds(1, "a", Grade.Best, 7) { Note = "n" }, Token);
        await new KindsById(Db).InsertAsync(new Kinds(2, "b", Grade.Good, 8) { Note = "m" }, Token);

        var rows = await Db.QueryAsync<Kinds>($"select * from kinds order by id", Token);

        Assert.Equal([(1, "a", Grade.Best, 7, "n"), (2, "b", Grade.Good, 8, "m")], rows.Select(static r => (r.Id, r.Name, r.Grade, r.Field, r.Note)));
        Assert.Equal(2, await Db.QuerySingleAsync<int>($"select count(*) from kinds where name is not null and grade is not null and field is not null and note is not null", Token));
    }

    [Fact]
    public async Task A_date_does_not_lose_its_time_of_day()
    {
        await RunAsync($"create table moments (id {IntegerType} not null primary key, at {TypeOf<DateTime>()})");
        await Db.ExecuteAsync($"insert into moments (id, at) values ({1}, {new DateTime(2026, 1, 2, 3, 4, 5)})", Token);
        await Db.ExecuteAsync($"insert into moments (id, at) values ({2}, {new DateTime(2026, 1, 2)})", Token);

        await Assert.ThrowsAsync<MappingException>(async () => await Db.QuerySingleAsync<DateOnly>($"select at from moments where id = {1}", Token));
        Assert.Equal(new DateOnly(2026, 1, 2), await Db.QuerySingleAsync<DateOnly>($"select at from moments where id = {2}", Token));
    }

    [Fact]
    public async Task Times_are_read_as_utc()
    {
        await RunAsync($"create table moments (id {IntegerType} not null primary key, at {TypeOf<DateTime>()}, zoned {TypeOf<DateTimeOffset>()})");
        var moment = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        await Db.ExecuteAsync($"insert into moments (id, at, zoned) values ({1}, {moment}, {new DateTimeOffset(moment).ToOffset(TimeSpan.FromHours(5))})", Token);

        foreach (var column in (string[])["at", "zoned"])
        {
            var read = await Db.QuerySingleAsync<DateTime>($"select {SqlStatement.Identifier(column)} from moments", Token);
            Assert.Equal((moment, DateTimeKind.Utc), (read, read.Kind));
            Assert.Equal(new DateTimeOffset(moment), await Db.QuerySingleAsync<DateTimeOffset>($"select {SqlStatement.Identifier(column)} from moments", Token));
        }
    }

    [Fact]
    public async Task The_first_and_the_last_date_are_dates()
    {
        await RunAsync($"create table days (id {IntegerType} not null primary key, day {TypeOf<DateOnly>()}, at {TypeOf<DateTime>()}, zoned {TypeOf<DateTimeOffset>()})");
        var last = new DateTime(DateTime.MaxValue.Ticks / 10 * 10, DateTimeKind.Utc);
        Days[] days =
        [
            new(1, DateOnly.MaxValue, last, new DateTimeOffset(last)),
            new(2, FirstDate, FirstDate.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), new DateTimeOffset(FirstDate.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)),
        ];
        foreach (var day in days)
        {
            await Db.ExecuteAsync($"insert into days (id, day, at, zoned) values ({day.Id}, {day.Day}, {day.At}, {day.Zoned})", Token);
        }

        await using var writer = Db.CreateWriter<Days>();
        await writer.WriteManyAsync(Enumerable.Range(10, 3_000).Select(i => days[i % 2] with { Id = i }), Token);
        await writer.WriteManyAsync(Enumerable.Range(5, 2).Select(i => days[i % 2] with { Id = i }), Token);

        Assert.Equal(1 + 1_500 + 1, await Db.QuerySingleAsync<int>($"select count(*) from days where day = '9999-12-31' and at > '9999-12-31 23:59:59' and zoned > '9999-12-31 23:59:59'", Token));
        Assert.Equal(3_004, await Db.QuerySingleAsync<int>($"select count(*) from days where day <= '9999-12-31' and at < {DateTime.MaxValue} or at is not null", Token));
        foreach (var (day, read) in days.Zip(await Db.QueryAsync<Days>($"select * from days where id < {5} order by id", Token)))
        {
            Assert.Equal(day, read);
        }
    }

    /// <summary>The earliest date that the engine is known to keep.</summary>
    protected virtual DateOnly FirstDate => DateOnly.MinValue;

    /// <summary>Statements that give a number as a decimal, and as a real.</summary>
    private static IEnumerable<SqlStatement> Statements(string number, string type)
    {
        yield return SqlStatement.Raw($"select cast({number} as {type}) as number");
        yield return SqlStatement.Raw($"select {number} as number");
        yield return SqlStatement.Raw($"select {number} + 0e0 as number");
    }

    private (Func<Task<object>> Value, Func<Task<object>> Row) ReadAs(string target, SqlStatement statement) => target switch
    {
        "int" => Reads<int>(statement),
        "short" => Reads<short>(statement),
        "long" => Reads<long>(statement),
        "byte" => Reads<byte>(statement),
        "sbyte" => Reads<sbyte>(statement),
        "ushort" => Reads<ushort>(statement),
        "uint" => Reads<uint>(statement),
        "ulong" => Reads<ulong>(statement),
        _ => Reads<Grade>(statement),
    };

    private (Func<Task<object>> Value, Func<Task<object>> Row) Reads<T>(SqlStatement statement)
        where T : struct
        => (async () => await Db.QuerySingleAsync<T>(statement, Token), async () => (await Db.QuerySingleAsync<Row<T>>(statement, Token)).Number);

    public sealed record Row<T>(T Number);

    [Row]
    public sealed record Pair(int Id, int Other);

    [Row]
    public sealed record Days(int Id, DateOnly Day, DateTime At, DateTimeOffset Zoned);

    [Row]
    public sealed class Named
    {
        [Column("full_name")]
        public string? Name { get; private set; }
    }

    [Table("kinds")]
    [Row]
    public sealed class Kinds(int id, string name, Grade grade, int field, string? unknown = null)
    {
        public int Id { get; } = id;

        public string Name { get; } = name;

        public Grade Grade { get; private set; } = grade;

        public int Field { get; } = field;

        public required string? Note { get; init; } = unknown;
    }

    public sealed class KindsById(DatabaseSession db) : Repository<Kinds, int>(db);
}
