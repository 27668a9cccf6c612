using DataAccess.Conformance;
using Xunit;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteRowFaultTests() : RowFaultSuite(new SqliteEngine())
{
    private const string Table = "create table readings (sequence bigint not null primary key, sensor text, level double)";

    protected override IReadOnlyDictionary<string, RowFault> Faults => new Dictionary<string, RowFault>(StringComparer.Ordinal)
    {
        ["json under an index"] = new("{}", "not json", Table, "create index j on readings (json_extract(sensor, '$.a'))"),
        ["json in a trigger"] = new("{}", "not json", Table, "create trigger j after insert on readings begin select json_extract(new.sensor, '$.a'); end"),
    };

    [Theory]
    [InlineData("json under an index")]
    [InlineData("json in a trigger")]
    public Task It_costs_its_row_only(string fault) => CheckAsync(fault);
}
