using DataAccess.Conformance;
using Xunit;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteConstraintTests() : ConstraintSuite(new SqliteEngine())
{
    protected override string? PrimaryKey => null;

    protected override bool NamesKeys => false;

    [Fact]
    public async Task An_index_on_an_expression_is_told_by_its_name()
    {
        await using var db = await OpenAsync();
        await SendAsync(db, "create unique index \"by lower\" on devices (lower(name))");
        var told = await Record.ExceptionAsync(async () => await SendAsync(db, "insert into devices (serial, name) values ('d2', 'ONE')"));

        Assert.Equal("by lower", db.Provider.ViolatedConstraint(told!)?.Constraint);
    }
}
