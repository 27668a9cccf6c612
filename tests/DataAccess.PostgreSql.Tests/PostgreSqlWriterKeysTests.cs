using DataAccess.Conformance;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlWriterKeysTests() : WriterKeysSuite(PostgreSqlEngine.Shared)
{
    protected override string GeneratedKey => "bigint generated always as identity primary key";

    protected override string PartsTable => "create table issues (tenant int not null, id bigint generated always as identity, text varchar(20) not null, primary key (tenant, id))";

    protected override string SwallowSql => """
        create function swallow() returns trigger language plpgsql as $$ begin if new.text = 'drop' then return null; end if; return new; end $$;
        create trigger swallow before insert on notes for each row execute function swallow()
        """;

    [Fact]
    public async Task A_constraint_that_is_checked_at_commit_rejects_its_row_alone()
    {
        await RunAsync("alter table notes add constraint once unique (text) deferrable initially deferred");
        await using var writer = Create(exactlyOnce: true, static o => o.Linger = TimeSpan.FromMilliseconds(200));
        await writer.WriteAndGetKeyAsync<long>(Row("taken"), Token);

        var written = Write(writer, "a", "taken", "b");

        Assert.Equal("23505", (await Assert.ThrowsAsync<RowRejectedException>(() => written[1])).Failure.Code);
        var (first, last) = (await written[0], await written[2]);
        var stored = await StoredAsync();
        Assert.Equal(("a", "b", 3), (stored[first], stored[last], stored.Count));
    }

    [Fact]
    public async Task A_row_that_a_trigger_fails_for_is_rejected_alone()
    {
        await RunAsync("create function fail() returns trigger language plpgsql as $$ begin if new.text = 'fail' then raise exception using errcode = '42501', message = 'not this one'; end if; return new; end $$");
        await RunAsync("create trigger fail before insert on notes for each row execute function fail()");
        await using var writer = Create(exactlyOnce: false, static o => o.Linger = TimeSpan.FromMilliseconds(200));

        var written = Write(writer, "a", "fail", "b");

        Assert.Equal("42501", (await Assert.ThrowsAsync<RowRejectedException>(() => written[1])).Failure.Code);
        var (first, last) = (await written[0], await written[2]);
        var stored = await StoredAsync();
        Assert.Equal(("a", "b", 2), (stored[first], stored[last], stored.Count));
    }
}
