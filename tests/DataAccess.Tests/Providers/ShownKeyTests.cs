using DataAccess.Mapping;
using DataAccess.Shared;
using Xunit;

using Line = (int Number, string? Name, decimal Price);

namespace DataAccess.Tests.Providers;

/// <summary>The rows that a message's key belongs to.</summary>
public sealed class ShownKeyTests
{
    private static readonly ColumnMap<Line> Number = ColumnMap<Line>.Create("number", static r => r.Number);
    private static readonly ColumnMap<Line> Name = ColumnMap<Line>.CreateReference("name", static r => r.Name);
    private static readonly ColumnMap<Line> Price = ColumnMap<Line>.Create("price", static r => r.Price);

    private static readonly Line[] Rows = [(7, "a", 1.5m), (8, "", 2m), (7, "a", 3m), (7, null, 4m)];

    [Fact]
    public void Rows_are_found_by_all_columns_of_the_key()
    {
        Assert.Equal([0, 2], ShownKey.RowsWith(Rows, [Number, Name], "7, a", mayTrimText: true));
        Assert.Equal([1], ShownKey.RowsWith(Rows, [Name, Number], ", 8", mayTrimText: true));
        Assert.Empty(ShownKey.RowsWith(Rows, [Number, Name], "7, ", mayTrimText: true));
    }

    [Fact]
    public void No_row_is_found_if_a_column_may_show_another_text()
    {
        Assert.Empty(ShownKey.RowsWith(Rows, [Price], "2", mayTrimText: false));

        // A column of a limited length cuts blanks.
        Line[] blank = [(1, "a", 0), (2, "a ", 0)];
        Assert.Equal([0], ShownKey.RowsWith(blank, [Name], "a", mayTrimText: false));
        Assert.Empty(ShownKey.RowsWith(blank, [Name], "a", mayTrimText: true));
    }
}
