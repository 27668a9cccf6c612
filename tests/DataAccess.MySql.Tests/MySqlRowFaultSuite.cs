using DataAccess.Conformance;
using MySqlConnector;
using Xunit;

namespace DataAccess.MySql.Tests;

public abstract class MySqlRowFaultSuite(TestEngine engine) : RowFaultSuite(engine)
{
    private const string Table = "create table readings (sequence bigint not null primary key, sensor varchar(9000), level double)";

    protected override IReadOnlyDictionary<string, RowFault> Faults => new Dictionary<string, RowFault>(StringComparer.Ordinal)
    {
        ["signal with a state of its own"] = new("good", "bad", Table, Trigger("signal sqlstate '99001' set message_text = 'no', mysql_errno = 31001")),
        ["signal with a number of its own"] = new("good", "bad", Table, Trigger("signal sqlstate '45000' set message_text = 'no', mysql_errno = 31001")),
        ["signal without a state"] = new("good", "bad", Table, Trigger("signal sqlstate 'HY000' set message_text = 'no', mysql_errno = 31001")),
        ["trigger whose table is missing"] = new("good", "bad", Table, Trigger("insert into audit values (1)")),
        ["a path that is none"] = new("/a", "///", Table, "create trigger refuse before insert on readings for each row set new.level = length(extractvalue('<a/>', new.sensor))"),

        // 768 bytes of each are in the row.
        ["row too large"] = new(
            "good",
            new string('x', 1_000),
            "create table readings (sequence bigint not null primary key, sensor varchar(1000), level double, "
            + string.Join(", ", Enumerable.Range(0, 12).Select(static i => $"t{i} text as (sensor) stored"))
            + ") row_format = compact character set latin1"),
    };

    [Theory]
    [InlineData("signal with a state of its own")]
    [InlineData("signal with a number of its own")]
    [InlineData("signal without a state")]
    [InlineData("trigger whose table is missing")]
    [InlineData("a path that is none")]
    [InlineData("row too large")]
    public Task It_costs_its_row_only(string fault) => CheckAsync(fault);

    [Theory]
    [InlineData("40001", 1213, 8)]
    [InlineData("HY000", 1021, 24)]
    public Task A_row_whose_trigger_says_that_the_server_is_busy_costs_its_row_only(string state, int number, int seconds)
        => CheckBusyAsync(new("good", "bad", Table, Trigger($"signal sqlstate '{state}' set message_text = 'not now', mysql_errno = {number}")), seconds);

    // A mode of the whole server cannot be set here, where other tests use it too.
    [Theory]
    [InlineData(1290)]
    [InlineData(1836)]
    [InlineData(3100)]
    [InlineData(1047)]
    [InlineData(9001)]
    [InlineData(3)]
    [InlineData(1021)]
    public async Task While_a_moment_lasts_rows_are_kept(int number)
    {
        await RunAsync(Table);
        await RunAsync("create table moment (lasts int)");
        await RunAsync("insert into moment values (1)");
        await RunAsync($"create trigger refuse before insert on readings for each row if exists (select * from moment) then signal sqlstate 'HY000' set message_text = 'not now', mysql_errno = {number}; end if");
        await using var db = Reopen();

        await CheckMomentAsync(db, () => RunAsync("delete from moment"));
    }

    // In one session, where what is too large for some rows may be made.
    protected override async Task SetUpAsync(RowFault fault)
    {
        await using var connection = new MySqlConnection(ConnectionString);
        await connection.OpenAsync(Token);
        foreach (var statement in fault.Setup.Prepend("set session innodb_strict_mode = 0"))
        {
            await using var command = new MySqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync(Token);
        }
    }

    private static string Trigger(string then) => $"create trigger refuse before insert on readings for each row if new.sensor = 'bad' then {then}; end if";
}
