using DataAccess.Conformance;
using Xunit;

namespace DataAccess.MySql.Tests;

public sealed class MySqlRejectedDataTests() : RejectedDataSuite(MySqlEngine.Shared)
{
    [Fact]
    public Task A_value_that_is_not_in_an_enum_is_rejected() => AssertRejectedAsync(
        "1265", "create table colours (colour enum('red', 'blue'))", "insert into colours (colour) values ('green')");

    [Fact]
    public Task A_value_that_no_partition_takes_is_rejected() => AssertRejectedAsync(
        "1526", "create table parts (id int) partition by list (id) (partition one values in (1))", "insert into parts (id) values (2)");
}
