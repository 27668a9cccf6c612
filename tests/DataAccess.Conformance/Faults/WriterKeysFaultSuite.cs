using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Xunit;

namespace DataAccess.Conformance.Faults;

/// <summary>The keys that a writer gives back when a connection is lost: those of the attempt that was committed.</summary>
public abstract class WriterKeysFaultSuite(ServerEngine engine, ServerTarget target) : ServerFaultSuite(engine, target)
{
    /// <summary>The column definition of a key that the database generates.</summary>
    protected abstract string GeneratedKey { get; }

    protected override async ValueTask SetUpAsync()
        => await Direct.ExecuteAsync(SqlStatement.Raw($"create table keyed_rows (id {GeneratedKey}, text varchar(20) not null)"), Token);

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    [InlineData(1_200)]
    public async Task Commit_lost_and_had_happened_gives_the_keys_that_are_stored(int rows)
    {
        await using var attack = Rig.OpenAttack();
        await using var writer = await CreateAsync(attack, exactlyOnce: true);
        var cut = Fault.Cut(FaultPoint.BeforeAnswer);
        attack.Plan.Arm(cut);

        var keys = await WriteAsync(writer, rows);

        Assert.True(cut.Fired.IsCompleted);
        Assert.Equal(0, writer.Statistics.Retries);
        await AssertKeysAsync(writer, attack, keys);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    [InlineData(1_200)]
    public async Task Commit_lost_and_had_not_happened_gives_the_keys_of_the_attempt_after_it(int rows)
    {
        await using var attack = Rig.OpenAttack();
        await using var writer = await CreateAsync(attack, exactlyOnce: true);
        var cut = Fault.Cut(FaultPoint.BeforeCommit);
        attack.Plan.Arm(cut);

        var keys = await WriteAsync(writer, rows);

        Assert.True(cut.Fired.IsCompleted);
        Assert.Equal(1, writer.Statistics.Retries);
        await AssertKeysAsync(writer, attack, keys);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_lost_before_commit_is_tried_again(bool exactlyOnce)
    {
        await using var attack = Rig.OpenAttack();
        await using var writer = await CreateAsync(attack, exactlyOnce);
        var cut = Fault.Cut(FaultPoint.InRequest, 700);
        attack.Plan.Arm(cut);

        var keys = await WriteAsync(writer, 200);

        Assert.True(cut.Fired.IsCompleted);
        Assert.Equal(1, writer.Statistics.Retries);
        await AssertKeysAsync(writer, attack, keys);
    }

    [Fact]
    public async Task Without_the_ledger_a_lost_answer_is_unknown_and_gives_no_key()
    {
        await using var attack = Rig.OpenAttack();
        await using var writer = await CreateAsync(attack, exactlyOnce: false);
        attack.Plan.Arm(Fault.Cut(FaultPoint.BeforeAnswer));

        await Assert.ThrowsAsync<RowOutcomeUnknownException>(async () => await writer.WriteAndGetKeyAsync<long>(new Keyed(0, "lost"), Token));

        await writer.DisposeAsync();
        await attack.DisposeAsync();
        await Rig.QuietAsync(Token);
        Assert.Equal(1, await Direct.QuerySingleAsync<int>($"select count(*) from keyed_rows where text = 'lost'", Token));
    }

    private static async Task<BatchingWriter<Keyed>> CreateAsync(ServerAttack attack, bool exactlyOnce)
    {
        var writer = attack.Database.CreateWriter<Keyed>(new()
        {
            ReturnsKeys = true,
            ExactlyOnce = exactlyOnce,
            Linger = TimeSpan.FromMilliseconds(300),
            Retry = new RetryOptions { BaseDelay = TimeSpan.FromMilliseconds(2), MaxDelay = TimeSpan.FromMilliseconds(20) },
        });
        await writer.WriteAndGetKeyAsync<long>(new Keyed(0, "first"), Token);
        return writer;
    }

    private static async Task<(string Text, long Key)[]> WriteAsync(BatchingWriter<Keyed> writer, int rows)
        => await Task.WhenAll(Enumerable.Range(0, rows).Select(async i => (Text: $"n{i}", Key: await writer.WriteAndGetKeyAsync<long>(new Keyed(0, $"n{i}"), Token))));

    private async Task AssertKeysAsync(BatchingWriter<Keyed> writer, ServerAttack attack, (string Text, long Key)[] keys)
    {
        await writer.DisposeAsync();
        await attack.DisposeAsync();
        await Rig.QuietAsync(Token);
        var stored = (await Direct.QueryAsync<Keyed>($"select id, text from keyed_rows where text <> 'first'", Token)).ToDictionary(static k => k.Id, static k => k.Text);
        Assert.Equal(keys.ToDictionary(static k => k.Key, static k => k.Text), stored);
    }

    /// <summary>A row with a generated key.</summary>
    [Table("keyed_rows")]
    public sealed record Keyed([property: Key, DatabaseGenerated(DatabaseGeneratedOption.Identity)] long Id, string Text);
}
