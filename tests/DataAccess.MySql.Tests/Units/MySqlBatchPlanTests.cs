using DataAccess.Conformance;
using DataAccess.Mapping;
using DataAccess.MySql.Inserting;
using DataAccess.MySql.Inserting.Loading;
using Xunit;

namespace DataAccess.MySql.Tests;

public sealed class MySqlBatchPlanTests
{
    private static readonly TableMap<Reading> Map = TableMap.For<Reading>();

    [Theory]
    [InlineData(1, 100, false, true)]
    [InlineData(1, 100, true, false)]
    [InlineData(1, 10_000_000, false, false)]
    [InlineData(2, 100, false, false)]
    public void One_small_row_without_a_ledger_is_prepared(int rows, int bytes, bool hasLedger, bool isPrepared)
        => Assert.Equal(isPrepared, MySqlBatchPlan.IsPrepared(rows, bytes, hasLedger));

    [Theory]
    [InlineData(MySqlBatchPlan.LoadDataRows - 1, false)]
    [InlineData(MySqlBatchPlan.LoadDataRows, true)]
    public void Only_many_rows_are_loaded(int rows, bool isLoaded) => Assert.Equal(isLoaded, MySqlBatchPlan.IsLoaded(rows));

    [Fact]
    public void A_statement_has_no_more_rows_than_parameters_and_packet_allow()
    {
        var rows = Enumerable.Range(0, 5_000).Select(static i => new Reading { Sequence = i, Sensor = "0123456789" }).ToArray();
        var size = MySqlBatchPlan.TextFactor * Map.SizeOf(rows[0]);

        Assert.Equal(MySqlBatchPlan.MaxRowsPerStatement, MySqlBatchPlan.RowsOfStatement(rows, Map, 65_535, long.MaxValue));
        Assert.Equal(33, MySqlBatchPlan.RowsOfStatement(rows, Map, 100, long.MaxValue));
        Assert.Equal(7, MySqlBatchPlan.RowsOfStatement(rows, Map, 65_535, (7 * size) + 1));
        Assert.Equal(1, MySqlBatchPlan.RowsOfStatement(rows, Map, 65_535, 1));
        Assert.Equal(3, MySqlBatchPlan.RowsOfStatement(rows.AsSpan(0, 3), Map, 65_535, long.MaxValue));
        Assert.False(MySqlBatchPlan.Fits(rows[0], Map, size - 1));
        Assert.True(MySqlBatchPlan.Fits(rows[0], Map, size));
    }

    [Fact]
    public void After_each_vain_load_twice_as_many_batches_go_without()
    {
        var backoff = new MySqlLoadBackoff();
        var gaps = new List<int>();
        for (var i = 0; i < 12; i++)
        {
            Assert.True(backoff.MayTry());
            backoff.Failed();
            var gap = 0;
            while (!backoff.MayTry())
            {
                gap++;
            }

            gaps.Add(gap);
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 256, 256, 256], gaps);
        backoff.Succeeded();
        backoff.Failed();
        Assert.False(backoff.MayTry());
        Assert.True(backoff.MayTry());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(1_024)]
    public void The_text_of_any_number_of_rows_is_that_of_so_many(int rows)
    {
        var text = new MySqlInsertText("insert into t (a, b)", 2, " tail");
        foreach (var count in new[] { 3, rows, 1, rows })
        {
            Assert.Equal($"insert into t (a, b) values {string.Join(',', Enumerable.Repeat("(?,?)", count))} tail", text.For(count));
        }
    }
}
