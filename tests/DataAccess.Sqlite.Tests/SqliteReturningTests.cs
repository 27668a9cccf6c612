using DataAccess.Conformance;
using Xunit;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteReturningTests() : ReturningSuite(new SqliteEngine())
{
    protected override string KeyColumn => "integer primary key";

    protected override IReadOnlyList<string> Triggers =>
    [
        "create trigger inserted after insert on parcels begin update parcels set stamp = 'triggered' where id = new.id; end",
        "create trigger updated after update of label on parcels begin update parcels set stamp = 'triggered' where id = new.id; end",
    ];

    [Fact]
    public async Task A_delete_that_does_nothing_quietly_is_rejected()
        => await QuietDeleteIsRejectedAsync("create trigger keep before delete on parcels begin select raise(ignore); end");
}
