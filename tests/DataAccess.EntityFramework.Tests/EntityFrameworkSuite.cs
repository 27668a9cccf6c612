using DataAccess.Conformance;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DataAccess.EntityFramework.Tests;

/// <summary>A repository and a context commit together, whichever of them begins the transaction.</summary>
public abstract class EntityFrameworkSuite(TestEngine engine) : DatabaseSuite(engine)
{
    /// <summary>Configures the provider of the engine's driver.</summary>
    protected abstract void Configure(DbContextOptionsBuilder options, string connectionString, bool retries);

    /// <summary>Configures a provider of another driver.</summary>
    protected abstract void ConfigureOther(DbContextOptionsBuilder options);

    protected override async ValueTask SetUpAsync()
        => await RunAsync($"create table kept (id {TypeOf<int>()} not null primary key, note varchar(100))");

    [Fact]
    public async Task A_context_saves_in_the_transaction()
    {
        await using var context = Create();
        await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                await new Keeper(tx).InsertAsync(new KeptEntity { Id = 1, Note = "repository" }, ct);
                await context.UseDataAccessAsync(tx, ct);
                context.Add(new KeptEntity { Id = 2, Note = "context" });
                await context.SaveChangesAsync(ct);
                Assert.Equal(["repository", "context"], await context.Kept.OrderBy(static k => k.Id).Select(static k => k.Note).ToListAsync(ct));
                Assert.Equal("context", (await new Keeper(tx).GetAsync(2, ct))!.Note);
                await tx.InTransactionAsync(
                    async (inner, token) =>
                    {
                        context.Add(new KeptEntity { Id = 3 });
                        await context.SaveChangesAsync(token);
                        await inner.ExecuteAsync($"insert into kept (id) values ({4})", token);
                    },
                    ct);
            },
            Token);

        Assert.Equal([1, 2, 3, 4], await IdsAsync());

        // It has its own connection again.
        context.Add(new KeptEntity { Id = 5 });
        await context.SaveChangesAsync(Token);
        Assert.Null(context.Database.CurrentTransaction);
        Assert.Equal([1, 2, 3, 4, 5], await IdsAsync());
        await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                await context.UseDataAccessAsync(tx, ct);
                Assert.Equal(5, await context.Kept.CountAsync(ct));
            },
            Token);
    }

    [Fact]
    public async Task What_a_context_saved_is_undone_with_the_work()
    {
        await using var context = Create();
        await Assert.ThrowsAsync<FormatException>(async () => await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                await context.UseDataAccessAsync(tx, ct);
                context.Add(new KeptEntity { Id = 1 });
                await context.SaveChangesAsync(ct);
                throw new FormatException("stop");
            },
            Token));

        Assert.Empty(await IdsAsync());
        Assert.Equal(0, await context.Kept.CountAsync(Token));
    }

    [Fact]
    public async Task A_context_may_be_disposed_in_the_work()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        for (var id = 1; id <= 3; id++)
        {
            await db.InTransactionAsync(
                async (tx, ct) =>
                {
                    await using var context = Create();
                    await context.UseDataAccessAsync(tx, ct);
                    context.Add(new KeptEntity { Id = id });
                    await context.SaveChangesAsync(ct);
                },
                Token);
        }

        Assert.Equal([1, 2, 3], await IdsAsync());
    }

    [Fact]
    public async Task After_a_save_that_failed_the_work_goes_on()
    {
        await RunAsync("insert into kept (id) values (1)");
        await using var context = Create();
        await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into kept (id) values ({2})", ct);
                await context.UseDataAccessAsync(tx, ct);
                var row = new KeptEntity { Id = 1 };
                context.Add(row);
                context.Add(new KeptEntity { Id = 3 });
                await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync(ct));
                await tx.ExecuteAsync($"insert into kept (id) values ({4})", ct);
                context.Entry(row).State = EntityState.Detached;
                await context.SaveChangesAsync(ct);
            },
            Token);

        Assert.Equal([1, 2, 3, 4], await IdsAsync());
    }

    [Fact]
    public async Task A_commit_by_the_context_is_not_told_to_be_the_works()
    {
        await using var context = Create();
        var told = await Record.ExceptionAsync(async () => await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                await context.UseDataAccessAsync(tx, ct);
                context.Add(new KeptEntity { Id = 1 });
                await context.SaveChangesAsync(ct);
                await context.Database.CommitTransactionAsync(ct);
            },
            Token));

        Assert.IsType<TransactionEndedException>(told);
        Assert.Equal([1], await IdsAsync());
        Assert.Equal(1, await context.Kept.CountAsync(Token));
    }

    [Fact]
    public async Task A_repository_works_in_the_contexts_transaction()
    {
        await using var context = Create();
        await using (var transaction = await context.Database.BeginTransactionAsync(Token))
        {
            context.Add(new KeptEntity { Id = 1, Note = "context" });
            await context.SaveChangesAsync(Token);
            var session = await Db.UseAsync(context, Token);
            var keeper = new Keeper(session);
            Assert.Equal("context", (await keeper.GetAsync(1, Token))!.Note);
            await keeper.InsertAsync(new KeptEntity { Id = 2 }, Token);
            context.Add(new KeptEntity { Id = 2 });
            await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync(Token));
            context.ChangeTracker.Clear();
            await Assert.ThrowsAsync<FormatException>(async () => await session.InTransactionAsync(
                static async (tx, ct) =>
                {
                    await tx.ExecuteAsync($"insert into kept (id) values ({3})", ct);
                    throw new FormatException("stop");
                },
                Token));
            await transaction.CreateSavepointAsync("mine", Token);
            await session.ExecuteAsync($"insert into kept (id) values ({4})", Token);
            await transaction.RollbackToSavepointAsync("mine", Token);
            await session.ExecuteAsync($"insert into kept (id) values ({5})", Token);
            Assert.Equal([1, 2, 5], await context.Kept.Select(static k => k.Id).OrderBy(static id => id).ToListAsync(Token));
            await transaction.CommitAsync(Token);
        }

        Assert.Equal([1, 2, 5], await IdsAsync());
        await using (await context.Database.BeginTransactionAsync(Token))
        {
            await (await Db.UseAsync(context, Token)).ExecuteAsync($"insert into kept (id) values ({6})", Token);
        }

        Assert.Equal([1, 2, 5], await IdsAsync());
    }

    [Fact]
    public async Task Without_a_transaction_the_contexts_connection_is_opened()
    {
        await using var context = Create();
        var session = await Db.UseAsync(context, Token);
        await session.InTransactionAsync(static async (tx, ct) => await tx.ExecuteAsync($"insert into kept (id) values ({1})", ct), Token);
        Assert.Equal(1, await context.Kept.CountAsync(Token));
        context.Add(new KeptEntity { Id = 2 });
        await context.SaveChangesAsync(Token);
        Assert.Equal(2, await session.QuerySingleAsync<long>($"select count(*) from kept", Token));
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_with_what_to_do()
    {
        await using var other = Create(ConfigureOther);
        await using var retrying = Create(o => Configure(o, ConnectionString, retries: true));
        await using var busy = Create();
        var services = new ServiceCollection().AddDbContextPool<KeptContext>(o => Configure(o, ConnectionString, retries: false)).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        await using (await busy.Database.BeginTransactionAsync(Token))
        {
            await Db.InTransactionAsync(
                new TransactionOptions { ReadOnly = true },
                async (tx, ct) =>
                {
                    await RefusesAsync(other, "driver");
                    await RefusesAsync(busy, "UseAsync");
                    await RefusesAsync(scope.ServiceProvider.GetRequiredService<KeptContext>(), "pooled");
                    if (retrying.Database.CreateExecutionStrategy().RetriesOnFailure)
                    {
                        await RefusesAsync(retrying, "EnableRetryOnFailure");
                    }

                    async Task RefusesAsync(KeptContext context, string with)
                        => Assert.Contains(with, (await Assert.ThrowsAsync<InvalidOperationException>(async () => await context.UseDataAccessAsync(tx, ct))).Message, StringComparison.Ordinal);
                },
                Token);
        }

        await Assert.ThrowsAsync<ArgumentException>(async () => await Db.UseAsync(other, Token));
        await services.DisposeAsync();
    }

    [Fact]
    public async Task In_the_contexts_strategy_a_retrying_context_is_used()
    {
        await using var context = Create(o => Configure(o, ConnectionString, retries: true));
        await context.Database.CreateExecutionStrategy().ExecuteAsync(async () => await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                await context.UseDataAccessAsync(tx, ct);
                context.Add(new KeptEntity { Id = 1 });
                await context.SaveChangesAsync(ct);
            },
            Token));

        Assert.Equal([1], await IdsAsync());
    }

    protected KeptContext Create(Action<DbContextOptionsBuilder>? configure = null)
    {
        var options = new DbContextOptionsBuilder<KeptContext>();
        (configure ?? (o => Configure(o, ConnectionString, retries: false)))(options);
        return new KeptContext(options.Options);
    }

    private async ValueTask<IReadOnlyList<int>> IdsAsync() => await Db.QueryAsync<int>($"select id from kept order by id", Token);

    private sealed class Keeper(DatabaseSession session) : Repository<KeptEntity, int>(session);
}
