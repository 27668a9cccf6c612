using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using DataAccess.Conformance;
using NodaTime;
using Npgsql;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

/// <summary>A database over the user's own data source.</summary>
public sealed class PostgreSqlDataSourceTests() : DatabaseSuite(PostgreSqlEngine.Shared)
{
    private static readonly Instant Then = Instant.FromUtc(2024, 2, 29, 23, 59, 58);
    private static readonly LocalDate Day = new(2024, 2, 29);

    protected override async ValueTask SetUpAsync()
        => await RunAsync("create table meetings (id int primary key, at timestamptz not null, day date, length interval)");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Types_of_a_plug_in_are_parameters_members_and_results(bool pooled)
    {
        await using var source = Source(pooled);
        await using var db = PostgreSqlDatabase.Open(source);
        await db.ExecuteAsync($"insert into meetings (id, at, day) values (1, {Then}, {Day})", Token);
        Assert.Equal(Then, await db.ScalarAsync<Instant>($"select at from meetings where at = {Then}", Token));
        await using (var writer = db.CreateWriter<Meeting>())
        {
            await writer.WriteAsync(new Meeting { Id = 2, At = Then, Day = Day, Length = Period.FromDays(3) }, Token);
            await writer.WriteManyAsync(Enumerable.Range(3, 3_000).Select(static i => new Meeting { Id = i, At = Then + Duration.FromSeconds(i) }), Token);
        }

        var meetings = new Meetings(db);
        var read = (await meetings.GetAsync(2, Token))!;
        Assert.Equal((Then, Day, Period.FromDays(3)), (read.At, read.Day!.Value, read.Length));
        Assert.Null((await meetings.GetAsync(3, Token))!.Day);
        Assert.Equal(3_002, await db.ScalarAsync<int>($"select count(*)::int from meetings", Token));
    }

    [Fact]
    public async Task The_guarantees_hold_in_its_sessions()
    {
        await using var source = Source(pooled: true, "Timezone=America/Chicago");
        await using (var other = await source.OpenConnectionAsync(Token))
        {
            await using var dirty = other.CreateCommand();
            dirty.CommandText = "prepare left_behind as select 1";
            await dirty.ExecuteNonQueryAsync(Token);
        }

        await using var db = PostgreSqlDatabase.Open(source, new PostgreSqlOptions { Connections = { MaxConnections = 1 } });
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("UTC", await db.ScalarAsync<string>($"select current_setting('timezone')", Token));
            Assert.Equal(0, await db.ScalarAsync<int>($"select count(*)::int from pg_prepared_statements where from_sql", Token));
            await using var lease = await db.Connections.AcquireAsync(cancellationToken: Token);
            await using var command = lease.Connection.CreateCommand();
            command.CommandText = i == 0 ? "set timezone = 'Asia/Tokyo'" : "prepare left_behind as select 1";
            await command.ExecuteNonQueryAsync(Token);
        }

        await db.Connections.ClearAsync();
        await using var script = await db.Connections.OpenDedicatedAsync(Providers.SessionSettings.Server, Token);
        Assert.Equal(["America/Chicago"], await script.QueryAsync<string>(SqlStatement.Raw("select current_setting('timezone')"), Token));
    }

    [Fact]
    public async Task It_is_the_users_to_dispose()
    {
        await using var source = Source(pooled: true);
        await using (var db = PostgreSqlDatabase.Open(source))
        {
            await db.ScalarAsync<int>($"select 1", Token);
        }

        await using var connection = await source.OpenConnectionAsync(Token);
        Assert.Equal(System.Data.ConnectionState.Open, connection.State);
    }

    [Theory]
    [InlineData("Maximum Pool Size=2", "Its Maximum Pool Size is 2, less than Connections.MaxConnections (3)")]
    [InlineData("No Reset On Close=true", "No Reset On Close is true")]
    [InlineData("Max Auto Prepare=7", "Max Auto Prepare is 7")]
    [InlineData("Multiplexing=true", "Multiplexing is true")]
    public async Task What_would_break_them_is_refused(string setting, string message)
    {
        await using var source = Source(pooled: true, setting);
        var error = Assert.Throws<InvalidOptionsException>(() => PostgreSqlDatabase.Open(source, new PostgreSqlOptions { Connections = { MaxConnections = 3 } }));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_hosts_and_second_passwords_are_refused()
    {
        await using var hosts = new NpgsqlDataSourceBuilder("Host=a,b;Username=x;Database=y").BuildMultiHost();
        Assert.Contains("WithTargetSession", Assert.Throws<InvalidOptionsException>(() => PostgreSqlDatabase.Open(hosts)).Message, StringComparison.Ordinal);
        await using var source = Source(pooled: false);
        Assert.Contains("UsePasswordProvider", Assert.Throws<InvalidOptionsException>(() => PostgreSqlDatabase.Open(source, new PostgreSqlOptions { PasswordProvider = static _ => new("x") })).Message, StringComparison.Ordinal);
    }

    private NpgsqlDataSource Source(bool pooled, string more = "")
    {
        var builder = new NpgsqlDataSourceBuilder($"{ConnectionString};Pooling={pooled};{more}");
        builder.UseNodaTime();
        return builder.Build();
    }

    [Table("meetings")]
    private sealed class Meeting
    {
        [Key]
        [DatabaseGenerated(DatabaseGeneratedOption.None)]
        public int Id { get; set; }

        public Instant At { get; set; }

        public LocalDate? Day { get; set; }

        public Period? Length { get; set; }
    }

    private sealed class Meetings(DatabaseSession session) : Repository<Meeting, int>(session);
}
