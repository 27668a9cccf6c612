using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;
using LinqToDB.Mapping;

namespace DataAccess.Benchmarks;

/// <summary>linq2db with compiled queries and its provider's own bulk copy.</summary>
internal sealed class Linq2DbContender(DataOptions options, bool writesTogether = true) : Contender(ContenderNames.Linq2Db)
{
    private static readonly BulkCopyOptions Bulk = new() { BulkCopyType = BulkCopyType.ProviderSpecific, TableName = Tables.Written };

    private static readonly Func<DataConnection, long, Task<Item?>> ReadOne = CompiledQuery.Compile<DataConnection, long, Task<Item?>>(
        (db, id) => db.GetTable<Item>().SingleOrDefaultAsync(item => item.Id == id, default));

    private static readonly Func<DataConnection, long, Task<List<Item>>> ReadPage = CompiledQuery.Compile<DataConnection, long, Task<List<Item>>>(
        (db, last) => db.GetTable<Item>().Where(item => item.Id <= last).ToListAsync(default));

    private readonly DataOptions _options = options.UseMappingSchema(CreateSchema());

    public override bool Does(WorkKind kind)
        => kind is WorkKind.Read or WorkKind.Write or WorkKind.Stream || (writesTogether && kind == WorkKind.WriteTogether);

    public override async ValueTask<Item?> ReadOneAsync(long id)
    {
        await using var db = new DataConnection(_options);
        return await ReadOne(db, id);
    }

    public override async ValueTask<int> ReadPageAsync()
    {
        await using var db = new DataConnection(_options);
        return (await ReadPage(db, Tables.PageRows)).Count;
    }

    public override async ValueTask InsertAsync(Item item)
    {
        await using var db = new DataConnection(_options);
        await db.InsertAsync(item, tableName: Tables.Written);
    }

    public override async ValueTask StreamAsync(IEnumerable<Item> items)
    {
        await using var db = new DataConnection(_options);
        await db.BulkCopyAsync(Bulk, items);
    }

    private static MappingSchema CreateSchema()
    {
        var schema = new MappingSchema();
        new FluentMappingBuilder(schema).Entity<Item>()
            .HasTableName(Tables.Read)
            .Property(static i => i.Id).HasColumnName("id").IsPrimaryKey()
            .Property(static i => i.Name).HasColumnName("name").IsNotNull()
            .Property(static i => i.Amount).HasColumnName("amount")
            .Property(static i => i.Created).HasColumnName("created")
            .Property(static i => i.Active).HasColumnName("active")
            .Build();
        return schema;
    }
}
