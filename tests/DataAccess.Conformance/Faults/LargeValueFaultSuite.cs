using System.Data.Common;
using Xunit;

namespace DataAccess.Conformance.Faults;

/// <summary>A value whose connection is cut in the middle is an error, in whichever direction it went.</summary>
public abstract class LargeValueFaultSuite(ServerEngine engine, ServerTarget target) : ServerFaultSuite(engine, target)
{
    private const int Size = 12 * 1024 * 1024;

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    [InlineData(Size / 2)]
    public async Task A_read_that_is_cut_throws_and_does_not_end(int at)
    {
        await using var attack = Rig.OpenAttack();
        await SetUpFileAsync();
        await using (var source = new PatternStream(Size))
        {
            await Direct.ExecuteAsync($"insert into file (id, body) values ({1}, {source})", Token);
        }

        await using (var body = await attack.Database.OpenReadAsync($"select body from file where id = {1}", Token))
        {
            await body!.ReadExactlyAsync(new byte[at], Token);
            attack.Proxy.CutAll();
            var told = await Record.ExceptionAsync(async () => await body.CopyToAsync(Stream.Null, Token));

            Assert.NotNull(told);
            Assert.Equal(FailureKind.ConnectionLost, attack.Database.Provider.Classify(told).Kind);
            Assert.InRange(body.Position, at, Size - 1);
            Assert.Same(told.GetType(), (await Record.ExceptionAsync(async () => await body.ReadExactlyAsync(new byte[1], Token)))?.GetType());
        }

        Assert.Equal(1, await attack.Database.QuerySingleAsync<int>($"select {1}", Token));
    }

    [Fact]
    public async Task A_write_that_is_cut_stores_nothing()
    {
        await using var attack = Rig.OpenAttack();
        await SetUpFileAsync();
        await attack.Database.QuerySingleAsync<int>($"select {1}", Token);
        var wasCut = false;
        await using var source = new PatternStream(Size)
        {
            Reading = position =>
            {
                if (position > Size / 2 && !wasCut)
                {
                    wasCut = true;
                    attack.Proxy.CutAll();
                }
            },
        };
        var told = await Record.ExceptionAsync(async () => await attack.Database.ExecuteAsync($"insert into file (id, body) values ({1}, {source})", Token));

        Assert.True(wasCut);
        Assert.IsAssignableFrom<DbException>(told);
        Assert.NotNull(told);
        Assert.Equal(FailureKind.ConnectionLost, attack.Database.Provider.Classify(told).Kind);
        Assert.Equal(0, await Direct.QuerySingleAsync<long>($"select count(*) from file", Token));
    }

    [Fact]
    public async Task A_transaction_that_is_cut_in_a_value_is_run_again_with_all_of_it()
    {
        await using var attack = Rig.OpenAttack();
        await SetUpFileAsync();
        var runs = 0;
        await using var source = new PatternStream(Size)
        {
            Reading = position =>
            {
                if (position > Size / 2 && runs == 1)
                {
                    attack.Proxy.CutAll();
                }
            },
        };
        await attack.Database.InTransactionAsync(
            async (tx, ct) =>
            {
                runs++;
                await tx.ExecuteAsync($"insert into file (id, body) values ({1}, {source})", ct);
            },
            Token);

        Assert.Equal(2, runs);
        await using var body = await Direct.OpenReadAsync($"select body from file where id = {1}", Token);
        Assert.Equal(Size, await PatternStream.CheckAsync(body!, 0, null, Token));
    }

    private async Task SetUpFileAsync()
        => await Direct.ExecuteAsync(SqlStatement.Raw($"create table file (id integer not null primary key, body {Direct.Dialect.ColumnTypeFor(typeof(byte[]))})"), Token);
}
