using DataAccess.Conformance;
using Xunit;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteWriterKeysTests() : WriterKeysSuite(new SqliteEngine())
{
    protected override string GeneratedKey => "integer primary key autoincrement";

    protected override string PartsTable => "create table issues (tenant int not null, id bigint not null default (abs(random())), text varchar(20) not null, primary key (tenant, id))";

    protected override string SwallowSql => "create trigger swallow before insert on notes when new.text = 'drop' begin select raise(ignore); end";

    [Fact]
    public async Task A_row_for_which_a_trigger_ends_the_transaction_is_rejected_alone()
    {
        await RunAsync("create trigger undo before insert on notes when new.text = 'undo' begin select raise(rollback, 'not this one'); end");
        await using var writer = Create(exactlyOnce: true, static o => o.Linger = TimeSpan.FromMilliseconds(200));

        var written = Write(writer, "a", "undo", "b");

        await Assert.ThrowsAsync<RowRejectedException>(() => written[1]);
        var (first, last) = (await written[0], await written[2]);
        var stored = await StoredAsync();
        Assert.Equal(("a", "b", 2), (stored[first], stored[last], stored.Count));
    }
}
