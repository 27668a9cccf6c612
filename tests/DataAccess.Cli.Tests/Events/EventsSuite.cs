using System.Collections.Concurrent;
using System.Text.Json;
using DataAccess.Cli.Terminal;
using DataAccess.Cli.Tests.Import;
using DataAccess.Conformance;
using DataAccess.Events;

namespace DataAccess.Cli.Tests.Events;

/// <summary><c>dataaccess events</c> on an engine.</summary>
public abstract class EventsSuite(TestEngine engine) : DatabaseSuite(engine)
{
    protected override async ValueTask SetUpAsync() => await Db.EnsureEventsAsync(Token);

    [Fact]
    public async Task Dead_letters_are_listed_retried_and_dropped()
    {
        var isBroken = true;
        var seen = new ConcurrentQueue<int>();
        await using var processor = Db.CreateEventProcessor(events => events.On<Order>(
            "mailer",
            (e, _) =>
            {
                seen.Enqueue(e.Body.Number);
                return isBroken ? throw new TimeZoneNotFoundException("no [zone]\nat all") : default;
            },
            new() { MaxAttempts = 1 }));
        await processor.StartAsync(Token);
        foreach (var number in Enumerable.Range(1, 3))
        {
            await Db.PublishAsync(new Order(number), key: "k" + number, cancellationToken: Token);
        }

        await UntilAsync(() => Db.ScalarAsync<long>($"select count(*) from dataaccess_delivery where state = 3", Token), 3);
        var ids = await Db.QueryAsync<long>($"select id from dataaccess_delivery order by id", Token);
        var lines = await EventsAsync("dead", "-s", "mailer");
        Assert.Equal((0, ""), (lines.ExitCode, lines.Error));
        Assert.Matches($@"^{ids[0]}  \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\dZ  order  k1  attempt 1  TimeZoneNotFoundException: no \[zone\] at all\n", lines.Out);
        Assert.DoesNotContain("\"number\"", lines.Out, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await EventsAsync("dead", "-s", "mailer", "--limit", "2", "--after", $"{ids[0]}", "--json")).Out);
        Assert.Equal(ids.Skip(1), json.RootElement.GetProperty("deadLetters").EnumerateArray().Select(static l => l.GetProperty("id").GetInt64()));
        Assert.Contains("number", json.RootElement.GetProperty("deadLetters")[0].GetProperty("body").GetString(), StringComparison.Ordinal);
        Assert.Contains("no [zone] at all", await OnTerminalAsync("dead", "-s", "mailer"), StringComparison.Ordinal);

        Assert.Equal(2, (await EventsAsync("drop", "-s", "mailer", "--id", $"{ids[0]}")).ExitCode);
        Assert.Equal("dropped  1 event of mailer\n", (await EventsAsync("drop", "-s", "mailer", "--id", $"{ids[0]}", "--yes")).Out);
        isBroken = false;
        Assert.Equal("{\"subscription\":\"mailer\",\"events\":1}\n", (await EventsAsync("retry", "-s", "mailer", "--all", "--key", "k2", "--json")).Out);
        Assert.Equal("retried  1 event of mailer\n", (await EventsAsync("retry", "-s", "mailer", "--id", $"{ids[0]}", "--id", $"{ids[2]}")).Out);
        await UntilAsync(() => CountAsync("dataaccess_delivery"), 0);
        Assert.Equal([1, 2, 2, 3, 3], seen.Order());

        Assert.Equal("replayed  2 events of mailer\n", (await EventsAsync("replay", "-s", "mailer", "--from", $"{ids[0]}", "--to", $"{ids[1]}")).Out);
        Assert.Equal("replayed  0 events of mailer\n", (await EventsAsync("replay", "-s", "mailer", "--from", "2020-01-01", "--to", "2021-01-01T00:00Z")).Out);
        await UntilAsync(() => CountAsync("dataaccess_delivery"), 0);
        Assert.Equal("replayed  3 events of mailer\n", (await EventsAsync("replay", "-s", "mailer", "--from", "2020-01-01")).Out);
        await UntilAsync(() => CountAsync("dataaccess_delivery"), 0);
        Assert.Equal(10, seen.Count);
    }

    [Fact]
    public async Task Status_is_shown_and_subscriptions_are_paused_and_removed()
    {
        Assert.Equal("0 subscriptions, 0 schedules, 0 stored events\n", (await EventsAsync("status")).Out);
        await using var processor = Db.CreateEventProcessor(static events => events.On<Order>("mailer", static (_, _) => default, new() { Partitions = 2 }).Every("nightly", "0 3 1 1 *", TimeZoneInfo.Utc, static _ => new Order(1)));
        await processor.StartAsync(Token);
        await UntilAsync(() => CountAsync("dataaccess_schedule"), 1);
        await UntilAsync(() => Db.ScalarAsync<long>($"select count(*) from dataaccess_owner where owner is not null", Token), 2);
        Assert.Matches(
            @"^mailer  order  ready 0, delayed 0, retrying 0, dead 0, stopped 0  owned 2/2  programs 1\nschedule nightly  0 3 1 1 \*  \S+  next \d{4}-01-01 03:00:00Z\n1 subscriptions, 1 schedules, 0 stored events\n$",
            (await EventsAsync("status")).Out);
        Assert.Equal("mailer is paused; programs notice it within 2 s.\n", (await EventsAsync("pause", "-s", "mailer")).Out);
        Assert.Equal("{\"subscription\":\"mailer\",\"changed\":false}\n", (await EventsAsync("pause", "-s", "mailer", "--json")).Out);
        Assert.Contains("mailer (paused) 0 - - 0 2/2 1 program order", await OnTerminalAsync("status"), StringComparison.Ordinal);
        Assert.Equal("mailer is resumed; programs notice it within 2 s.\n", (await EventsAsync("resume", "-s", "mailer")).Out);
        Assert.Equal("mailer was not paused.\n", (await EventsAsync("resume", "-s", "mailer")).Out);

        var refused = await EventsAsync("remove", "-s", "mailer", "--yes");
        Assert.Equal(4, refused.ExitCode);
        Assert.Contains("handled by 1 program", refused.Error, StringComparison.Ordinal);
        await processor.StopAsync(Token);
        await Db.PublishAsync(new Order(1), cancellationToken: Token);
        using var json = JsonDocument.Parse((await EventsAsync("status", "--json")).Out);
        var mailer = json.RootElement.GetProperty("subscriptions")[0];
        Assert.Equal((1, 0), (mailer.GetProperty("ready").GetInt32(), mailer.GetProperty("programs").GetInt32()));
        Assert.True(mailer.GetProperty("lagSeconds").GetDouble() >= 0);
        Assert.True(mailer.GetProperty("unownedSeconds").GetDouble() >= 0);
        Assert.Equal(2, (await EventsAsync("remove", "-s", "mailer")).ExitCode);
        Assert.Equal("removed  1 event of mailer\n", (await EventsAsync("remove", "-s", "mailer", "--yes")).Out);
        var gone = await EventsAsync("pause", "-s", "mailer", "--json");
        Assert.Equal(2, gone.ExitCode);
        Assert.Contains("There is no subscription 'mailer'", gone.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_are_printed_for_a_migration_and_missed_where_they_are_not_there()
    {
        var printed = await EventsAsync("tables");
        foreach (var table in (string[])["event", "subscription", "delivery", "owner", "member", "schedule"])
        {
            await RunAsync($"drop table dataaccess_{table}");
        }

        var missing = await EventsAsync("status");
        Assert.Equal(4, missing.ExitCode);
        Assert.Contains("dataaccess events tables", missing.Error, StringComparison.Ordinal);

        var folder = Directory.CreateTempSubdirectory("dataaccess-events-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "0001_events.sql"), printed.Out, Token);
            var migrated = await CliRun.OfAsync("migrate", "up", "--url", ConnectionString, "--dir", folder.FullName);
            Assert.Equal((0, ""), (migrated.ExitCode, migrated.Error));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        await Db.PublishAsync(new Order(1), cancellationToken: Token);
        Assert.Equal("0 subscriptions, 0 schedules, 1 stored events\n", (await EventsAsync("status")).Out);
    }

    [Theory]
    [InlineData("dead")]
    [InlineData("retry", "-s", "mailer")]
    [InlineData("retry", "-s", "mailer", "--id", "x")]
    [InlineData("retry", "-s", "mailer", "--id", "1", "--all")]
    [InlineData("retry", "-s", "mailer", "--id", "1", "--key", "k")]
    [InlineData("replay", "-s", "mailer")]
    [InlineData("replay", "-s", "mailer", "--from", "yesterday")]
    [InlineData("replay", "-s", "mailer", "--from", "1", "--to", "2026-11-23")]
    [InlineData("dead", "-s", "mailer", "--limit", "0")]
    [InlineData("status", "--limit", "0")]
    public async Task Wrong_arguments_are_usage_errors(params string[] arguments)
        => Assert.Equal(2, (await EventsAsync(arguments)).ExitCode);

    private Task<CliRun> EventsAsync(params string[] arguments) => CliRun.OfAsync(["events", .. arguments, "--url", ConnectionString]);

    private async Task<string> OnTerminalAsync(params string[] arguments)
    {
        await using var output = new StringWriter();
        var console = new CliConsole(static () => Stream.Null, output, TextWriter.Null, IsTerminal: true, TimeProvider.System);
        Assert.Equal(0, await CliApplication.RunAsync(["events", .. arguments, "--url", ConnectionString], console, Token));
        return string.Join(' ', output.ToString().Split(["\r", "\n", " ", "│"], StringSplitOptions.RemoveEmptyEntries));
    }

    private ValueTask<long> CountAsync(string table) => Db.ScalarAsync<long>($"select count(*) from {SqlStatement.Identifier(table)}", Token);

    private static async Task UntilAsync(Func<ValueTask<long>> count, long expected)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (await count() is var now && now != expected)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(60), FormattableString.Invariant($"There are {now}, and not {expected}."));
            await Task.Delay(10, Token);
        }
    }

    private sealed record Order(int Number);
}
