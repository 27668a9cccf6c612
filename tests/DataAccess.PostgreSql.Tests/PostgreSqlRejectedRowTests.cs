using DataAccess.PostgreSql.Failures;
using DataAccess.PostgreSql.Inserting;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

/// <summary>What is read out of an error's context and detail.</summary>
public sealed class PostgreSqlRejectedRowTests
{
    [Theory]
    [InlineData("COPY readings, line 7", 6)]
    [InlineData("COPY readings, line 12, column level: \"x\"", 11)]
    [InlineData("PL/pgSQL function check_level() line 3 at RAISE\nCOPY readings, line 2", 1)]
    [InlineData("COPY other, line 5\nSQL statement \"...\"\nCOPY readings, line 3", 2)]
    [InlineData("COPY other, line 5", -1)]
    [InlineData("COPY readings, line 5\nSQL statement \"...\"\nPL/pgSQL function load() line 3 at SQL statement", -1)]
    [InlineData("COPY readings2, line 5", -1)]
    [InlineData("COPY readings", -1)]
    [InlineData("", -1)]
    [InlineData(null, -1)]
    public void The_line_of_the_outermost_copy_counts(string? context, int index) => Assert.Equal(index, CopyLine.IndexIn(context, "readings"));

    [Theory]
    [InlineData("Key (id)=(7) already exists.", "id", "7")]
    [InlineData("Key (tenant, \"Number\")=(a, 42) already exists.", "tenant|Number", "a, 42")]
    [InlineData("Key (name)=(a)=(b) is not present in table \"owners\".", "name", "a)=(b")]
    [InlineData("Schl\u00fcssel \u00bb(id)=(7)\u00ab existiert bereits.", "id", "7")]
    [InlineData("Key (\"v(x)=(1)\", \"a, \"\"b\"\"\")=(7, 8) already exists.", "v(x)=(1)|a, \"b\"", "7, 8")]
    [InlineData("Key (lower(name))=(x) already exists.", "lower(name)", "x")]
    public void The_key_is_read_from_the_detail(string detail, string columns, string values)
    {
        var key = KeyDetail.Read(detail);

        Assert.Equal(columns.Split('|'), key!.Value.Columns);
        Assert.Equal(values, key.Value.Values);
    }

    [Theory]
    [InlineData("Failing row contains (1, null).")]
    [InlineData("(open")]
    [InlineData("(a)=(")]
    [InlineData("(\"a)=(1)")]
    [InlineData("()=(1)")]
    [InlineData("")]
    [InlineData(null)]
    public void Another_detail_is_no_key(string? detail) => Assert.Null(KeyDetail.Read(detail));

    [Theory]
    [InlineData(1, true, "Values")]
    [InlineData(2, true, "Unnest")]
    [InlineData(InsertStrategies.CopyFrom - 1, true, "Unnest")]
    [InlineData(InsertStrategies.CopyFrom, true, "Copy")]
    [InlineData(InsertStrategies.CopyFrom, false, "Unnest")]
    public void The_way_goes_by_the_size(int rows, bool takesCopy, string path) => Assert.Equal(path, InsertStrategies.For(rows, takesCopy).ToString());
}
