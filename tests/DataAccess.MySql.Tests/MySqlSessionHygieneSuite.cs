using DataAccess.Conformance;
using Xunit;

namespace DataAccess.MySql.Tests;

/// <summary>What MySQL and MariaDB keep for a session.</summary>
public abstract class MySqlSessionHygieneSuite(ServerEngine engine) : SessionHygieneSuite(engine)
{
    private const string Variable = "select count(*) from (select @left_behind as v) as x where v is not null";
    private const string Shadowed = "select count(*) from shadowed";
    private const string Lock = "select count(*) from (select is_used_lock('left_behind') as v) as x where v = connection_id()";

    protected override string LeavingCall => "leave_variable()";

    protected override string LeavingCallProbe => Variable;

    protected override IEnumerable<SessionTrace> Traces =>
    [
        new("set @left_behind = 1", Variable),
        new("select @left_behind := 1", Variable),
        new("select 1 into @left_behind", Variable),
        new("select leave_variable()", Variable),
        new("select `leave_variable` # the function\n ()", Variable),
        new("call leave_by_procedure()", Variable),
        new("/*!50000 set @left_behind = 1 */", Variable),
        new("select 1 /*!50000 into @left_behind */", Variable),
        new("do leave_variable()", Variable),
        new("use mysql", "select count(*) from (select database() as v) as x where v = 'mysql'"),
        new("do get_lock('left_behind', 0)", Lock),
        new("select get_lock('left_behind', 0)", Lock),
        new("create temporary table shadowed as select 1 as id", Shadowed),
        new("lock tables called write", Shadowed),
        new("set session transaction isolation level serializable", "select count(*) from (select @@session.transaction_isolation as v) as x where v = 'SERIALIZABLE'"),
        new("set session sql_mode = 'ansi_quotes'", "select count(*) from (select @@session.sql_mode as v) as x where v = 'ANSI_QUOTES'"),
        new("set rand_seed1 = 1, rand_seed2 = 2", "select count(*) from (select rand() as r) as x where r < 0.0000001"),
        new("insert into counted (id) values (1) on duplicate key update id = last_insert_id(42)", "select count(*) from (select last_insert_id() as v) as x where v = 42"),
    ];

    protected override IEnumerable<HiddenTrace> HiddenTraces =>
    [
        new("create trigger hidden before insert on called for each row set @left_behind = 1", "insert into called (id) values (1)", Variable, "drop trigger hidden"),
        new("create trigger hidden after insert on called for each row begin call leave_by_procedure(); end", "insert into called (id) values (1)", Variable, "drop trigger hidden"),
        new("create trigger hidden before insert on called for each row set new.id = if(get_lock('left_behind', 0) = 1, 1, 2)", "insert into called (id) values (1)", Lock, "drop trigger hidden"),
        new("create view hidden as select leave_variable() as v", "select * from hidden", Variable, "drop view hidden"),
        new("create view hidden as select get_lock('left_behind', 0) as v", "select * from hidden", Lock, "drop view hidden"),
    ];

    protected override async ValueTask SetUpAsync()
    {
        await base.SetUpAsync();
        await RunAsync("create table shadowed (id int not null)");
        await RunAsync("create table counted (id int primary key)");
        await RunAsync("insert into counted (id) values (1)");
        await RunAsync("create function leave_variable() returns varchar(9) no sql deterministic begin set @left_behind = 1; return 'left'; end");
        await RunAsync("create procedure leave_by_procedure() begin set @left_behind = 1; end");
    }

    [Theory]
    [InlineData("set new.name = @tenant", true, true)]
    [InlineData("set @left_behind = 1", true, false)]
    [InlineData("set @left_behind = 1", false, true)]
    public async Task A_connection_is_kept_where_nothing_can_be_left(string trigger, bool writes, bool isKept)
    {
        await RunAsync("create table noted (id int not null, name varchar(20))");
        await RunAsync($"create trigger noting before insert on noted for each row {trigger}");
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        var session = db.As(("tenant", "t1"));
        for (var i = 0; i < 3; i++)
        {
            await session.InTransactionAsync(
                async (tx, ct) =>
                {
                    if (writes)
                    {
                        await tx.ExecuteAsync($"insert into noted (id) values ({1})", ct);
                    }

                    await tx.QueryAsync<string>($"select name from noted", ct);
                },
                Token);
        }

        Assert.Equal(isKept ? 1 : 3, db.Connections.Statistics.Opened);
    }
}
