using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using DataAccess.Conformance;
using MySqlConnector;
using Xunit;

namespace DataAccess.MySql.Tests;

/// <summary>Keys and values for which MySQL and MariaDB would put others: the key 0, no key, generated ones, computed columns, long times.</summary>
public abstract class MySqlKeysSuite(TestEngine engine) : DatabaseSuite(engine)
{
    [Theory]
    [InlineData(ConflictAction.Error, 3)]
    [InlineData(ConflictAction.Error, 6_000)]
    [InlineData(ConflictAction.Update, 3)]
    [InlineData(ConflictAction.Update, 6_000)]
    [InlineData(ConflictAction.Ignore, 3)]
    public async Task The_key_0_is_stored_as_0(ConflictAction onConflict, int size)
    {
        await RunAsync("create table numbered (id bigint not null auto_increment primary key, note varchar(20))");
        await using var writer = Db.CreateWriter<Numbered>(new() { OnConflict = onConflict });

        var summary = await writer.WriteManyAsync(Enumerable.Range(0, size).Select(static i => new Numbered(i, $"note {i}")), Token);

        Assert.Equal(size, summary.Committed);
        Assert.Equal(size, await Db.QuerySingleAsync<int>($"select count(*) from numbered where note = concat('note ', id)", Token));
    }

    [Fact]
    public async Task A_repository_stores_the_key_0_as_0()
    {
        await RunAsync("create table numbered (id bigint not null auto_increment primary key, note varchar(20))");
        var numbers = new Numbers(Db);

        Assert.Equal(0, await numbers.InsertAsync(new Numbered(0, "a"), Token));
        await numbers.UpsertAsync(new Numbered(0, "b"), Token);

        Assert.Equal([new Numbered(0, "b")], await Db.QueryAsync<Numbered>($"select * from numbered", Token));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(30)]
    public async Task A_key_that_the_server_does_not_tell_is_an_error_and_no_guess(int rows)
    {
        await RunAsync("create table ticketed (id bigint not null auto_increment primary key, note varchar(20))");
        await RunAsync("create trigger ticketed_numbers before insert on ticketed for each row set new.id = if(new.note = 'odd', 77, new.id)");
        var tickets = new Tickets(Db);
        await tickets.InsertAsync(new Ticket(0, "first"), Token);

        var told = await Assert.ThrowsAsync<InvalidOperationException>(async () => await tickets.InsertManyAsync(
            Enumerable.Range(1, rows).Select(i => new Ticket(0, i == rows ? "odd" : "even")), Token));

        Assert.Contains("None of the rows is stored", told.Message, StringComparison.Ordinal);
        Assert.Equal(1, await tickets.CountAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task Generated_keys_are_those_of_their_rows_whatever_the_servers_step_is()
    {
        await RunAsync("create table ticketed (id bigint not null auto_increment primary key, note varchar(20))");
        await Db.InTransactionAsync(
            static async (tx, ct) =>
            {
                await tx.ExecuteAsync($"set @@session.auto_increment_increment = {7}", ct);
                var keys = await new Tickets(tx).InsertManyAsync(Enumerable.Range(0, 40).Select(static i => new Ticket(0, $"{i}")), ct);
                var stored = (await new Tickets(tx).GetManyAsync([.. keys], ct)).ToDictionary(static t => t.Id, static t => t.Note);
                Assert.Equal(Enumerable.Range(0, 40).Select(static i => $"{i}"), keys.Select(key => stored[key]), StringComparer.Ordinal);
                Assert.Equal(7, keys[1] - keys[0]);
            },
            Token);
    }

    [Fact]
    public async Task Keys_that_are_generated_and_no_numbers_are_refused_before_anything_is_sent()
    {
        await RunAsync("create table tokens (id char(36) not null default (uuid()) primary key, note varchar(20))");

        var one = await Assert.ThrowsAsync<MappingException>(async () => await new Tokens(Db).InsertAsync(new TokenRow(Guid.Empty, "a"), Token));
        var many = await Assert.ThrowsAsync<MappingException>(async () => await new Tokens(Db).InsertManyAsync([new TokenRow(Guid.Empty, "a"), new TokenRow(Guid.Empty, "b")], Token));

        Assert.Equal(one.Message, many.Message);
        Assert.Equal(0, await new Tokens(Db).CountAsync(cancellationToken: Token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(3_000)]
    public async Task The_key_0_overwrites_no_row_with_its_other_unique_values(int size)
    {
        await RunAsync("create table numbered (id bigint not null auto_increment primary key, note varchar(20) unique, folded varchar(30) as (concat(lower(note), '!')) stored unique)");
        await RunAsync("insert into numbered (id, note) values (10000, 'Taken'), (10001, 'Other')");
        await using var writer = Db.CreateWriter<Numbered>(new() { OnConflict = ConflictAction.Update });

        var summary = await writer.WriteManyAsync([.. Enumerable.Range(1, size - 1).Select(static i => new Numbered(i, $"note {i}")), new Numbered(0, "TAKEN")], Token);
        await Assert.ThrowsAsync<MySqlException>(async () => await new Numbers(Db).UpsertAsync(new Numbered(0, "other"), Token));
        await Assert.ThrowsAsync<MySqlException>(async () => await new Numbers(Db).UpsertAsync(new Numbered(10_000, "OTHER"), Token));

        Assert.Equal((size - 1L, 1L), (summary.Committed, summary.Rejected));
        Assert.Equal(
            [new Numbered(10_000, "Taken"), new Numbered(10_001, "Other")], await Db.QueryAsync<Numbered>($"select id, note from numbered where id = 0 or id >= 10000 order by id", Token));
    }

    [Theory]
    [InlineData("datetime", "2020-01-02 03:04:05.400")]
    [InlineData("datetime(3)", "2020-01-02 03:04:05.1234")]
    [InlineData("float", "0.1")]
    [InlineData("double", "-0")]
    [InlineData("decimal(5,2)", "1.239")]
    [InlineData("char(10) collate utf8mb4_general_ci", "a  ")]
    [InlineData("enum('x', 'y')", "Y")]
    [InlineData("time", "12:00:00.2")]
    public async Task A_key_that_the_server_rounds_or_folds_overwrites_its_own_row(string type, string key)
    {
        await RunAsync($"create table folding (id {type} not null primary key, mail varchar(20) unique, number int)");
        await using var writer = Db.CreateWriter<Folding>(new() { OnConflict = ConflictAction.Update, MaxInFlight = 1 });

        await writer.WriteAsync(new Folding(key, "a", 1), Token);
        await writer.WriteAsync(new Folding(key, "b", 2), Token);
        var summary = await writer.WriteManyAsync(Enumerable.Range(3, 4).Select(i => new Folding(key, $"c{i}", i)), Token);

        Assert.Equal((4L, 0L), (summary.Committed, summary.Rejected));
        Assert.Equal([6], await Db.QueryAsync<int>($"select number from folding", Token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    public async Task A_row_without_a_key_overwrites_no_row_without_a_key(int size)
    {
        await RunAsync("create table nullable (id int unique, name varchar(20) unique, level int)");
        await RunAsync("insert into nullable values (null, 'a', 1)");
        await using var writer = Db.CreateWriter<Nullable>(new() { OnConflict = ConflictAction.Update });

        var summary = await writer.WriteManyAsync([new Nullable(null, "a", 2), .. Enumerable.Range(1, size).Select(static i => new Nullable(i, $"b{i}", 3))], Token);

        Assert.Equal((size, 1), (summary.Committed, summary.Rejected));
        Assert.Equal(1, await Db.QuerySingleAsync<int>($"select level from nullable where name = 'a'", Token));
    }

    [Fact]
    public async Task A_generated_key_is_the_rows_or_it_is_said_that_it_is_not_known()
    {
        await RunAsync("create table made (id bigint not null default 77 primary key, note varchar(20))");
        var unknown = await Assert.ThrowsAsync<InvalidOperationException>(async () => await new Makers<long>(Db).InsertAsync(new Made<long> { Note = "a" }, Token));
        Assert.Contains("is stored", unknown.Message, StringComparison.Ordinal);
        Assert.Equal(77, await Db.QuerySingleAsync<long>($"select id from made", Token));

        var untold = await Assert.ThrowsAsync<MappingException>(async () => await new Makers<Guid>(Db).InsertAsync(new Made<Guid> { Note = "a" }, Token));
        Assert.Contains("auto_increment", untold.Message, StringComparison.Ordinal);
        Assert.Equal(1, await Db.QuerySingleAsync<int>($"select count(*) from made", Token));

        await RunAsync("drop table made");
        await RunAsync("create table made (id bigint unsigned not null auto_increment primary key, note varchar(20)) auto_increment = 18446744073709551600");
        Assert.Equal(18446744073709551600, await new Makers<ulong>(Db).InsertAsync(new Made<ulong> { Note = "a" }, Token));
        var tooLarge = await Assert.ThrowsAsync<InvalidOperationException>(async () => await new Makers<long>(Db).InsertAsync(new Made<long> { Note = "b" }, Token));
        Assert.Contains("18446744073709551601", tooLarge.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(6_000)]
    public async Task A_computed_column_takes_no_value_of_a_rows(int size)
    {
        await RunAsync("create table computed (id int not null primary key, twice int as (id * 2) stored)");
        await using var writer = Db.CreateWriter<Computed>();

        var summary = await writer.WriteManyAsync(Enumerable.Range(1, size).Select(static i => new Computed(i, 1)), Token);

        Assert.Equal((0, size), (summary.Committed, summary.Rejected + summary.NotPersisted));
        Assert.Equal(0, await Db.QuerySingleAsync<int>($"select count(*) from computed", Token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(6_000)]
    public async Task A_time_that_is_too_long_is_rejected_and_not_clipped(int size)
    {
        await RunAsync("create table timed (id int not null primary key, took time(6))");
        await using var writer = Db.CreateWriter<Timed>();
        var longest = new TimeSpan(838, 59, 59);

        var summary = await writer.WriteManyAsync(
            [.. Enumerable.Range(1, size).Select(i => new Timed(i, -longest)), new Timed(10_000, TimeSpan.FromHours(900)), new Timed(10_001, TimeSpan.MinValue)], Token);

        Assert.Equal((size, 2), (summary.Committed, summary.Rejected));
        Assert.Equal(size, await Db.QuerySingleAsync<int>($"select count(*) from timed where took = {-longest}", Token));
        await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<int>($"select id from timed where took < {TimeSpan.FromHours(900)}", Token));
    }

    /// <summary>A row whose key is its own, although the table would number it.</summary>
    [Table("numbered")]
    public sealed record Numbered([property: Key] long Id, string Note);

    /// <summary>A row whose key is sent as text, whatever the column is.</summary>
    [Table("folding")]
    public sealed record Folding([property: Key] string Id, string Mail, int Number);

    /// <summary>A row that may have no key.</summary>
    [Table("nullable")]
    public sealed record Nullable([property: Key] int? Id, string Name, int Level);

    /// <summary>A row whose key the database makes.</summary>
    [Table("made")]
    public sealed class Made<TKey>
    {
        [Key]
        [DatabaseGenerated(DatabaseGeneratedOption.Identity)]
        public TKey Id { get; set; } = default!;

        public string? Note { get; set; }
    }

    /// <summary>A row that would write to a computed column.</summary>
    [Table("computed")]
    public sealed record Computed([property: Key] int Id, int Twice);

    /// <summary>A row with a time.</summary>
    [Table("timed")]
    public sealed record Timed([property: Key] int Id, TimeSpan Took);

    private sealed class Numbers(DatabaseSession session) : Repository<Numbered, long>(session);

    private sealed class Makers<TKey>(DatabaseSession session) : Repository<Made<TKey>, TKey>(session)
        where TKey : notnull;

    [Table("ticketed")]
    public sealed record Ticket([property: DatabaseGenerated(DatabaseGeneratedOption.Identity)] long Id, string Note);

    [Table("tokens")]
    public sealed record TokenRow([property: DatabaseGenerated(DatabaseGeneratedOption.Identity)] Guid Id, string Note);

    private sealed class Tickets(DatabaseSession db) : Repository<Ticket, long>(db);

    private sealed class Tokens(DatabaseSession db) : Repository<TokenRow, Guid>(db);
}
