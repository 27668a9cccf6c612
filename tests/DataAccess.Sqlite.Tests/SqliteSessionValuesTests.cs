using DataAccess.Conformance;
using Xunit;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteSessionValuesTests() : SessionValuesSuite(new SqliteEngine())
{
    protected override string Tenant => "cast(session_value('tenant') as text)";

    [Fact]
    public async Task A_view_and_a_trigger_see_it()
    {
        await RunAsync("create table owned (id integer primary key, tenant integer)");
        await RunAsync("create view mine as select id from owned where tenant = session_value('tenant')");
        await RunAsync("create trigger owned_by after insert on owned begin update owned set tenant = session_value('tenant') where id = new.id; end");
        await Db.As(("tenant", 1)).ExecuteAsync($"insert into owned (id) values (10)", Token);
        await Db.As(("tenant", 2)).ExecuteAsync($"insert into owned (id) values (20)", Token);
        Assert.Equal([10], await Db.As(("tenant", 1)).QueryAsync<int>(SqlStatement.Raw("select id from mine"), Token));
        Assert.Equal([20], await Db.As(("tenant", 2)).QueryAsync<int>(SqlStatement.Raw("select id from mine"), Token));
        Assert.Empty(await Db.QueryAsync<int>(SqlStatement.Raw("select id from mine"), Token));
    }
}
