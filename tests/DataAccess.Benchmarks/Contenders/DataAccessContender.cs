using DataAccess.Mapping;

namespace DataAccess.Benchmarks;

/// <summary>This library, with its defaults.</summary>
internal sealed class DataAccessContender(Database database, Database? poolOfEight) : Contender(ContenderNames.DataAccess)
{
    public static readonly TableMap<Item> WrittenMap = new(new TableName(Tables.Written), TableMap.For<Item>().Columns);

    private readonly ItemRepository _items = new(database);
    private readonly BatchingWriter<Item> _writer = database.CreateWriter(WrittenMap);

    /// <summary>The options of the pool that callers wait on.</summary>
    public static ConnectionOptions PoolOfEight => new() { MaxConnections = 8, MaxWaiters = 20_000 };

    public override bool Does(WorkKind kind) => true;

    public override ValueTask<Item?> ReadOneAsync(long id)
        => database.QuerySingleOrDefaultAsync<Item>($"select id, name, amount, created, active from items where id = {id}");

    public override ValueTask<Item?> GetAsync(long id) => _items.GetAsync(id);

    public override async ValueTask<int> ReadPageAsync()
        => (await database.QueryAsync<Item>($"select id, name, amount, created, active from items where id <= {Tables.PageRows}")).Count;

    public override ValueTask InsertAsync(Item item) => _writer.WriteAsync(item);

    public override async ValueTask StreamAsync(IEnumerable<Item> items) => (await _writer.WriteManyAsync(items)).ThrowIfIncomplete();

    public override async ValueTask LeaseAsync()
    {
        var lease = await database.Connections.AcquireAsync();
        await lease.DisposeAsync();
    }

    public override async ValueTask TakeTurnAsync()
    {
        var lease = await poolOfEight!.Connections.AcquireAsync();
        await Task.Yield();
        await lease.DisposeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await database.DisposeAsync();
        if (poolOfEight is not null)
        {
            await poolOfEight.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    private sealed class ItemRepository(Database database) : Repository<Item, long>(database);
}
