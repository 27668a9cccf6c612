using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace DataAccess.Benchmarks;

/// <summary>EF Core with pooled contexts, compiled queries and no tracking of what is only read.</summary>
internal sealed class EfCoreContender : Contender
{
    private const int RowsPerSave = 1_000;

    private static readonly Func<ItemContext, long, Task<Item?>> ReadOne = EF.CompileAsyncQuery(
        (ItemContext context, long id) => context.Items.AsNoTracking().SingleOrDefault(item => item.Id == id));

    private static readonly Func<ItemContext, long, IAsyncEnumerable<Item>> ReadPage = EF.CompileAsyncQuery(
        (ItemContext context, long last) => context.Items.AsNoTracking().Where(item => item.Id <= last));

    private readonly PooledDbContextFactory<ItemContext> _read;
    private readonly PooledDbContextFactory<WrittenContext> _written;

    public EfCoreContender(string connectionString)
        : base(ContenderNames.EfCore)
    {
        _read = new(new DbContextOptionsBuilder<ItemContext>().UseNpgsql(connectionString).EnableThreadSafetyChecks(false).Options);
        _written = new(new DbContextOptionsBuilder<WrittenContext>()
            .UseNpgsql(connectionString, static npgsql => npgsql.MaxBatchSize(RowsPerSave)).EnableThreadSafetyChecks(false).Options);
    }

    public override bool Does(WorkKind kind) => kind is WorkKind.Read or WorkKind.Write or WorkKind.WriteTogether or WorkKind.Stream;

    public override async ValueTask<Item?> ReadOneAsync(long id)
    {
        await using var context = await _read.CreateDbContextAsync();
        return await ReadOne(context, id);
    }

    public override async ValueTask<int> ReadPageAsync()
    {
        await using var context = await _read.CreateDbContextAsync();
        var rows = new List<Item>();
        await foreach (var item in ReadPage(context, Tables.PageRows))
        {
            rows.Add(item);
        }

        return rows.Count;
    }

    public override async ValueTask InsertAsync(Item item)
    {
        await using var context = await _written.CreateDbContextAsync();
        context.Add(item);
        await context.SaveChangesAsync();
    }

    public override async ValueTask StreamAsync(IEnumerable<Item> items)
    {
        foreach (var chunk in items.Chunk(RowsPerSave))
        {
            await using var context = await _written.CreateDbContextAsync();
            context.ChangeTracker.AutoDetectChangesEnabled = false;
            context.AddRange(chunk);
            await context.SaveChangesAsync();
        }
    }

    public override void ClearPool()
    {
        using var read = _read.CreateDbContext();
        NpgsqlConnection.ClearPool((NpgsqlConnection)read.Database.GetDbConnection());
        using var written = _written.CreateDbContext();
        NpgsqlConnection.ClearPool((NpgsqlConnection)written.Database.GetDbConnection());
    }

    private sealed class ItemContext(DbContextOptions<ItemContext> options) : DbContext(options)
    {
        public DbSet<Item> Items => Set<Item>();

        protected override void OnModelCreating(ModelBuilder modelBuilder) => Map(modelBuilder, Tables.Read);
    }

    private sealed class WrittenContext(DbContextOptions<WrittenContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => Map(modelBuilder, Tables.Written);
    }

    private static void Map(ModelBuilder model, string table)
        => model.Entity<Item>(entity =>
        {
            entity.ToTable(table);
            entity.Property(static i => i.Id).HasColumnName("id").ValueGeneratedNever();
            entity.Property(static i => i.Name).HasColumnName("name");
            entity.Property(static i => i.Amount).HasColumnName("amount");
            entity.Property(static i => i.Created).HasColumnName("created").HasColumnType("timestamp without time zone");
            entity.Property(static i => i.Active).HasColumnName("active");
        });
}
