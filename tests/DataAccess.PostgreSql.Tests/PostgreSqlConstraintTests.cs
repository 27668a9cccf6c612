using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using System.Data.Common;
using DataAccess.Conformance;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlConstraintTests() : ConstraintSuite(PostgreSqlEngine.Shared)
{
    protected override string PrimaryKey => "devices_pkey";

    protected override bool NamesColumnsOfChildren => false;

    [Fact]
    public async Task A_row_without_a_partition_violates_no_check()
    {
        await using var db = await OpenAsync();
        await SendAsync(db, "create table days (id int primary key) partition by range (id)");
        await SendAsync(db, "create table day1 partition of days for values from (0) to (10)");
        foreach (var sql in new[] { "insert into days values (100)", "insert into day1 values (100)" })
        {
            Assert.Null(db.Provider.ViolatedConstraint(await Assert.ThrowsAnyAsync<DbException>(async () => await SendAsync(db, sql))));
        }

        await using var writer = db.CreateWriter<Day>();
        Assert.Null(db.Provider.ViolatedConstraint(await Assert.ThrowsAsync<RowRejectedException>(async () => await writer.WriteAsync(new Day(100), Token))));
    }

    [Fact]
    public async Task An_index_on_an_expression_has_no_columns_and_a_table_that_refers_to_itself_has_its_own()
    {
        await using var db = await OpenAsync();
        await SendAsync(db, "create table nodes (id int primary key, parent int constraint up references nodes, name text)");
        await SendAsync(db, "create unique index by_lower on nodes (id, lower(name)) where parent is null");
        await SendAsync(db, "create unique index by_name on nodes (lower(name))");
        await SendAsync(db, "insert into nodes values (1, null, 'a'), (2, 1, 'b')");
        async Task<string> ToldAsync(string sql)
            => db.Provider.ViolatedConstraint((await Record.ExceptionAsync(async () => await SendAsync(db, sql)))!) is { } violated ? $"{violated.Constraint} {violated.Table} {string.Join('|', violated.Columns)}" : "";

        Assert.Equal("by_name nodes ", await ToldAsync("insert into nodes values (3, null, 'A')"));
        Assert.Equal("up nodes parent", await ToldAsync("insert into nodes values (3, 9, 'c')"));
        Assert.Equal("up nodes ", await ToldAsync("delete from nodes where id = 1"));
    }

    [Fact]
    public async Task An_exclusion_is_told()
    {
        await using var db = await OpenAsync();
        await SendAsync(db, "create table stays (during int4range, constraint one_guest exclude using gist (during with &&))");
        await SendAsync(db, "insert into stays values ('[1,5)')");
        var told = await Record.ExceptionAsync(async () => await SendAsync(db, "insert into stays values ('[2,3)')"));

        Assert.Equal((ConstraintKind.Exclusion, "one_guest", "stays"), db.Provider.ViolatedConstraint(told!) is { } violated ? (violated.Kind, violated.Constraint, violated.Table) : default);
    }

    [Table("days")]
    public sealed record Day([property: Key] int Id);
}
