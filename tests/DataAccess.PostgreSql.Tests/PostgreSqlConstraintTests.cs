using DataAccess.Conformance;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlConstraintTests() : ConstraintSuite(PostgreSqlEngine.Shared)
{
    protected override string PrimaryKey => "devices_pkey";

    [Fact]
    public async Task An_exclusion_is_told()
    {
        await using var db = await OpenAsync();
        await SendAsync(db, "create table stays (during int4range, constraint one_guest exclude using gist (during with &&))");
        await SendAsync(db, "insert into stays values ('[1,5)')");
        var told = await Record.ExceptionAsync(async () => await SendAsync(db, "insert into stays values ('[2,3)')"));

        Assert.Equal((ConstraintKind.Exclusion, "one_guest", "stays"), db.Provider.ViolatedConstraint(told!) is { } violated ? (violated.Kind, violated.Constraint, violated.Table) : default);
    }
}
