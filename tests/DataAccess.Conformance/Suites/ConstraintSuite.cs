using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using System.Data.Common;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>Which constraint a row violates is told by its kind and, as far as the server says them, its names.</summary>
public abstract class ConstraintSuite(TestEngine engine) : DatabaseSuite(engine)
{
    /// <summary>The name that the server has for the primary key of <c>devices</c>; null if it tells none.</summary>
    protected abstract string? PrimaryKey { get; }

    /// <summary>Whether the server tells the names of unique and foreign keys.</summary>
    protected virtual bool NamesKeys => true;

    /// <summary>Whether it tells the columns of unique keys.</summary>
    protected virtual bool NamesUniqueColumns => true;

    /// <summary>Whether it tells the columns of a foreign key when a parent is deleted.</summary>
    protected virtual bool NamesColumnsOfChildren => true;

    /// <summary>Whether it tells the table of a not-null column, and of a check.</summary>
    protected virtual bool NamesTables => true;

    /// <summary>
    /// The tables, in a pool of one connection: MySQL 9.7 does not check a foreign key in a session that has created the table with it, but has not itself created the other.
    /// </summary>
    protected async ValueTask<Database> OpenAsync()
    {
        var db = Reopen(static o => o.Connections.MaxConnections = 1);
        await SendAsync(db, "create table sites (id varchar(20) not null primary key)");
        await SendAsync(
            db,
            "create table devices (serial varchar(20) not null primary key, site varchar(20), name varchar(20) not null, room varchar(20), power int, "
            + "constraint device_site foreign key (site) references sites (id), constraint device_place unique (site, room), constraint device_power check (power > 0))");
        await SendAsync(db, "insert into sites (id) values ('s1')");
        await SendAsync(db, "insert into devices (serial, site, name, room, power) values ('d''1', 's1', 'one', 'r', 1)");
        return db;
    }

    protected static async ValueTask SendAsync(Database db, string sql) => await db.ExecuteAsync(SqlStatement.Raw(sql), Token);

    [Fact]
    public async Task Each_kind_is_told_with_its_names()
    {
        await using var db = await OpenAsync();
        var key = await ViolatedAsync(db, "insert into devices (serial, name) values ('d''1', 'x')");
        Assert.Equal((ConstraintKind.Unique, PrimaryKey), (key.Kind, key.Constraint));
        Assert.Equal(NamesUniqueColumns ? ["serial"] : [], key.Columns);

        var unique = await ViolatedAsync(db, "insert into devices (serial, site, name, room) values ('d2', 's1', 'x', 'r')");
        Assert.Equal((ConstraintKind.Unique, NamesKeys ? "device_place" : null), (unique.Kind, unique.Constraint));
        Assert.Equal(NamesUniqueColumns ? ["site", "room"] : [], unique.Columns);

        foreach (var sql in new[] { "insert into devices (serial, site, name) values ('d2', 's9', 'x')", "delete from sites where id = 's1'" })
        {
            var reference = await ViolatedAsync(db, sql);
            Assert.Equal((ConstraintKind.ForeignKey, NamesKeys ? "device_site" : null), (reference.Kind, reference.Constraint));
            Assert.Equal(NamesKeys ? "devices" : null, reference.Table);
            Assert.Equal(NamesKeys && (NamesColumnsOfChildren || sql[0] == 'i') ? ["site"] : [], reference.Columns);
        }

        var check = await ViolatedAsync(db, "insert into devices (serial, name, power) values ('d2', 'x', -1)");
        Assert.Equal((ConstraintKind.Check, "device_power"), (check.Kind, check.Constraint));

        var missing = await ViolatedAsync(db, "insert into devices (serial, name) values ('d2', null)");
        Assert.Equal((ConstraintKind.NotNull, "name"), (missing.Kind, Assert.Single(missing.Columns)));
        Assert.Equal(NamesTables ? "devices" : null, missing.Table);
    }

    [Fact]
    public async Task A_key_that_restricts_is_a_foreign_key()
    {
        await using var db = await OpenAsync();
        await SendAsync(db, "create table parts (device varchar(20), constraint part_device foreign key (device) references devices (serial) on delete restrict on update restrict)");
        await SendAsync(db, "insert into parts (device) values ('d''1')");
        foreach (var sql in new[] { "delete from devices", "update devices set serial = 'd2'" })
        {
            var reference = await ViolatedAsync(db, sql);
            Assert.Equal((ConstraintKind.ForeignKey, NamesKeys ? "part_device" : null, NamesKeys ? "parts" : null), (reference.Kind, reference.Constraint, reference.Table));
            Assert.Equal(NamesKeys && NamesColumnsOfChildren ? ["device"] : [], reference.Columns);
        }
    }

    /// <summary>A name that is told exists, however it is written.</summary>
    [Theory]
    [InlineData("plain")]
    [InlineData("o'd d")]
    [InlineData("x`y")]
    [InlineData("w.v(x)=(1)")]
    [InlineData("k for key 'z'")]
    [InlineData("' for key '")]
    [InlineData("a, b")]
    [InlineData("say \"x\"")]
    public async Task No_other_name_is_told_than_the_servers(string name)
    {
        await using var db = await OpenAsync();
        string Quoted(string prefix) => Db.Dialect.QuoteIdentifier(prefix + name);
        await SendAsync(db, $"create table {Quoted("t")} ({Quoted("c")} varchar(40) not null, id int not null primary key, constraint {Quoted("u")} unique ({Quoted("c")}, id), constraint {Quoted("k")} check (id < 9))");
        await SendAsync(db, $"create unique index {Quoted("i")} on {Quoted("t")} ({Quoted("c")})");
        await SendAsync(db, $"create table {Quoted("f")} ({Quoted("r")} int, constraint {Quoted("g")} foreign key ({Quoted("r")}) references {Quoted("t")} (id))");
        await SendAsync(db, $"insert into {Quoted("t")} values ('for key ''x''.y', 1)");
        await SendAsync(db, $"insert into {Quoted("f")} values (1)");
        var names = "tcukifrg".Select(prefix => prefix + name).Append("id").Append("PRIMARY").Append($"t{name}_pkey").ToHashSet(StringComparer.Ordinal);
        foreach (var (kind, sql) in new[]
        {
            (ConstraintKind.Unique, $"insert into {Quoted("t")} values ('for key ''x''.y', 1)"),
            (ConstraintKind.Unique, $"insert into {Quoted("t")} values ('for key ''x''.y', 2)"),
            (ConstraintKind.Check, $"insert into {Quoted("t")} values ('n', 10)"),
            (ConstraintKind.NotNull, $"insert into {Quoted("t")} values (null, 2)"),
            (ConstraintKind.ForeignKey, $"insert into {Quoted("f")} values (8)"),
            (ConstraintKind.ForeignKey, $"delete from {Quoted("t")}"),
        })
        {
            var violated = await ViolatedAsync(db, sql);
            Assert.Equal(kind, violated.Kind);
            Assert.All([violated.Constraint, violated.Table, .. violated.Columns], told => Assert.True(told is null || names.Contains(told), $"{sql} is told as {violated} {string.Join('|', violated.Columns)}"));
            Assert.True(name != "plain" || !NamesKeys || violated.Constraint is not null || violated.Columns.Count > 0, $"{sql} is told as {violated}");
        }
    }

    [Fact]
    public async Task A_repository_and_a_writer_tell_it_too()
    {
        await using var db = await OpenAsync();
        var told = await Record.ExceptionAsync(async () => await new Devices(db).InsertAsync(new Device("d'1", "s1", "x"), Token));
        Assert.Equal(ConstraintKind.Unique, db.Provider.ViolatedConstraint(told!)?.Kind);

        await using var writer = db.CreateWriter<Device>();
        var rejected = await Assert.ThrowsAsync<RowRejectedException>(async () => await writer.WriteAsync(new Device("d3", "s9", "x"), Token));
        Assert.True(db.Provider.ViolatedConstraint(rejected)?.Kind == ConstraintKind.ForeignKey, $"{rejected}");
        Assert.Equal(ConstraintKind.ForeignKey, db.Provider.ViolatedConstraint(new InvalidOperationException("wrapped", rejected))?.Kind);
    }

    [Fact]
    public async Task Other_failures_are_none()
    {
        await using var db = await OpenAsync();
        foreach (var sql in new[] { "select * from missing", "insert into devices (nothing) values (1)", "selec" })
        {
            Assert.Null(db.Provider.ViolatedConstraint(await Assert.ThrowsAnyAsync<DbException>(async () => await SendAsync(db, sql))));
        }

        Assert.Null(db.Provider.ViolatedConstraint(new IOException("constraint failed: a.b")));
    }

    private static async Task<ConstraintViolation> ViolatedAsync(Database db, string sql)
    {
        var exception = await Assert.ThrowsAnyAsync<DbException>(async () => await SendAsync(db, sql));
        return db.Provider.ViolatedConstraint(exception) ?? throw new InvalidOperationException($"None is told: {exception.Message}");
    }

    [Table("devices")]
    public sealed record Device([property: Key] string Serial, string? Site, string Name);

    private sealed class Devices(DatabaseSession session) : Repository<Device, string>(session);
}
