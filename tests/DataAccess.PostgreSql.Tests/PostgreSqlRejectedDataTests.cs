using DataAccess.Conformance;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlRejectedDataTests() : RejectedDataSuite(PostgreSqlEngine.Shared)
{
    // Random, as a text that repeats is compressed and fits.
    [Fact]
    public Task A_value_too_long_for_its_index_is_rejected() => AssertRejectedAsync(
        "54000",
        "create table words (word text); create index on words (word)",
        "insert into words select string_agg(md5(random()::text), '') from generate_series(1, 500)");

    [Fact]
    public Task A_row_outside_its_view_is_rejected() => AssertRejectedAsync(
        "44000",
        "create table levels (level int); create view low as select * from levels where level < 10 with check option",
        "insert into low (level) values (11)");
}
