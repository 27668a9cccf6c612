using DataAccess.Conformance;
using Xunit;

namespace DataAccess.MySql.Tests;

public abstract class MySqlConstraintSuite(TestEngine engine) : ConstraintSuite(engine)
{
    protected override string PrimaryKey => "PRIMARY";

    protected override bool NamesUniqueColumns => false;

    protected override bool NamesTables => false;

    [Fact]
    public async Task A_column_without_a_default_and_odd_names_are_told()
    {
        await using var db = await OpenAsync();
        var missing = await Record.ExceptionAsync(async () => await SendAsync(db, "insert into devices (serial) values ('d2')"));
        Assert.Equal((ConstraintKind.NotNull, "name"), db.Provider.ViolatedConstraint(missing!) is { } field ? (field.Kind, field.Columns[0]) : default);

        await SendAsync(db, "create table odd (`a b` varchar(90) not null, `c``d` varchar(20), constraint `k's` unique (`a b`), constraint `f``k` foreign key (`c``d`) references sites (id))");
        await SendAsync(db, "insert into odd (`a b`) values ('for key ''x''')");
        var reference = await Record.ExceptionAsync(async () => await SendAsync(db, "insert into odd (`a b`, `c``d`) values ('b', 's9')"));
        Assert.True(db.Provider.ViolatedConstraint(reference!) is { Constraint: null or "f`k", Columns: [] or ["c`d"] }, reference!.Message);
        var duplicate = await Record.ExceptionAsync(async () => await SendAsync(db, "insert into odd (`a b`) values ('for key ''x''')"));
        Assert.Equal(ConstraintKind.Unique, db.Provider.ViolatedConstraint(duplicate!)?.Kind);
    }

    [Fact]
    public async Task A_message_in_another_language_tells_them_too()
    {
        await using var db = await OpenAsync();
        foreach (var language in new[] { "de_DE", "ja_JP", "ru_RU" })
        {
            async Task<ConstraintViolation?> ToldAsync(string sql)
                => db.Provider.ViolatedConstraint((await Record.ExceptionAsync(async () => await db.InTransactionAsync(
                    async (tx, ct) =>
                    {
                        await tx.ExecuteAsync($"set lc_messages = {language}", ct);
                        await tx.ExecuteAsync(SqlStatement.Raw(sql), ct);
                    },
                    Token)))!);

            Assert.Equal("device_place", (await ToldAsync("insert into devices (serial, site, name, room) values ('d2', 's1', 'x', 'r')"))?.Constraint);
            Assert.Equal((ConstraintKind.Unique, null), await ToldAsync("insert into devices (serial, name) values ('d''1', 'x')") is { } key ? (key.Kind, key.Constraint) : default);
            Assert.Equal("device_power", (await ToldAsync("insert into devices (serial, name, power) values ('d2', 'x', -1)"))?.Constraint);
            Assert.Equal("device_site", (await ToldAsync("delete from sites"))?.Constraint);
            Assert.Equal(["name"], (await ToldAsync("insert into devices (serial, name) values ('d2', null)"))?.Columns);
        }
    }

    [Fact]
    public async Task A_check_of_a_column_is_told_by_a_name_that_exists_or_by_none()
    {
        await using var db = await OpenAsync();
        await SendAsync(db, "create table tone (n int check (n > 0))");
        var told = db.Provider.ViolatedConstraint((await Record.ExceptionAsync(async () => await SendAsync(db, "insert into tone values (-1)")))!);

        Assert.Equal(ConstraintKind.Check, told?.Kind);
        Assert.True(
            told!.Constraint is null || await db.QuerySingleAsync<long>($"select count(*) from information_schema.check_constraints where constraint_schema = database() and constraint_name = {told.Constraint}", Token) == 1,
            $"There is no constraint {told.Constraint}.");
    }
}
