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

    /// <summary>Whether it tells the columns of foreign keys.</summary>
    protected virtual bool NamesForeignColumns => true;

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
            Assert.Equal(NamesForeignColumns && NamesKeys, reference.Columns.Count == 1);
        }

        var check = await ViolatedAsync(db, "insert into devices (serial, name, power) values ('d2', 'x', -1)");
        Assert.Equal((ConstraintKind.Check, "device_power"), (check.Kind, check.Constraint));

        var missing = await ViolatedAsync(db, "insert into devices (serial, name) values ('d2', null)");
        Assert.Equal((ConstraintKind.NotNull, "name"), (missing.Kind, Assert.Single(missing.Columns)));
        Assert.Equal(NamesTables ? "devices" : null, missing.Table);
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
