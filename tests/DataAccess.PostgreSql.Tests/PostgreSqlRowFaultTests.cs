using DataAccess.Conformance;
using DataAccess.Conformance.Faults;
using Npgsql;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlRowFaultTests() : RowFaultSuite(PostgreSqlEngine.Shared)
{
    // Superusers and owners pass row security by.
    private readonly string _role = $"r{Guid.NewGuid():N}";

    protected override IReadOnlyDictionary<string, RowFault> Faults => new Dictionary<string, RowFault>(StringComparer.Ordinal)
    {
        ["tsquery"] = new("a & b", "a & & b", Table("tsquery")),
        ["jsonpath"] = new("$.a", "$.", Table("jsonpath")),
        ["regclass"] = new("pg_class", "no_such_table", Table("regclass")),
        ["trigger with a state of its own"] = new("good", "bad", [Table("text"), .. Trigger("raise exception using errcode = 'MY001', message = 'no'")]),
        ["trigger with an internal error"] = new("good", "bad", [Table("text"), .. Trigger("raise exception using errcode = 'XX000', message = 'no'")]),
        ["trigger whose table is missing"] = new("good", "bad", [Table("text"), .. Trigger("insert into audit values (1)")]),
        ["row security"] = new(
            "good",
            "bad",
            Table("text"),
            "alter table readings enable row level security",
            "create policy p on readings with check (sensor = 'good')",
            $"create role {_role}",
            $"grant insert on readings to {_role}",
            $"grant {_role} to current_user"),
    };

    [Theory]
    [InlineData("tsquery")]
    [InlineData("jsonpath")]
    [InlineData("regclass")]
    [InlineData("trigger with a state of its own")]
    [InlineData("trigger with an internal error")]
    [InlineData("trigger whose table is missing")]
    public Task It_costs_its_row_only(string fault) => CheckAsync(fault);

    [Theory]
    [InlineData("40001", 8)]
    [InlineData("53100", 24)]
    [InlineData("57014", 24)]
    public Task A_row_whose_trigger_says_that_the_server_is_busy_costs_its_row_only(string state, int seconds)
        => CheckBusyAsync(new("good", "bad", [Table("text"), .. Trigger($"raise exception using errcode = '{state}', message = 'not now'")]), seconds);

    [Fact]
    public async Task Row_security_costs_its_row_only()
    {
        try
        {
            await CheckAsync("row security");
        }
        finally
        {
            await RunAsync("drop table readings");
            await RunAsync($"drop role {_role}");
        }
    }

    [Fact]
    public async Task Without_permission_the_writer_stops()
    {
        await RunAsync(Table("text"));
        await RunAsync($"create role {_role}");
        try
        {
            await using var db = OpenAs(_role);
            await using var writer = db.CreateWriter<Reading>();

            var told = await Assert.ThrowsAsync<RowNotPersistedException>(async () => await writer.WriteAsync(new Reading { Sequence = 1, Sensor = "a" }, Token));

            Assert.Equal((FailureKind.Fatal, "42501"), (told.Failure.Kind, told.Failure.Code));
        }
        finally
        {
            await RunAsync($"drop role {_role}");
        }
    }

    [Fact]
    public async Task While_the_database_only_reads_rows_are_kept()
    {
        await RunAsync(Table("text"));
        await RunAsync(PostgreSqlTarget.Alter("set default_transaction_read_only = on"));
        await using var db = Reopen();

        await CheckMomentAsync(db, async () =>
        {
            await using var able = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Options = "-c default_transaction_read_only=off" }.ConnectionString);
            await able.OpenAsync(Token);
            await using var command = new NpgsqlCommand(PostgreSqlTarget.Alter("reset default_transaction_read_only"), able);
            await command.ExecuteNonQueryAsync(Token);
        });
    }

    protected override Database Open(RowFault fault) => fault.Setup.Any(s => s.Contains("create role", StringComparison.Ordinal)) ? OpenAs(_role) : Reopen();

    private Database OpenAs(string role) => PostgreSqlEngine.Shared.OpenAs(role, ConnectionString);

    private static string Table(string type) => $"create table readings (sequence bigint not null primary key, sensor {type}, level double precision)";

    private static string[] Trigger(string then) =>
    [
        $"create function refuse() returns trigger language plpgsql as $$ begin if new.sensor = 'bad' then {then}; end if; return new; end $$",
        "create trigger refuse before insert on readings for each row execute function refuse()",
    ];
}
