namespace DataAccess.Benchmarks;

/// <summary>This library with a ledger: what <see cref="BatchingWriterOptions{T}.ExactlyOnce"/> costs where callers write together.</summary>
internal sealed class ExactlyOnceContender : Contender
{
    private readonly Database _database;
    private readonly BatchingWriter<Item> _writer;
    private readonly Lazy<Task> _ledger;

    public ExactlyOnceContender(Database database)
        : base(ContenderNames.ExactlyOnce)
    {
        _database = database;
        _writer = database.CreateWriter(DataAccessContender.WrittenMap, new() { ExactlyOnce = true });
        _ledger = new Lazy<Task>(() => _writer.EnsureLedgerAsync().AsTask());
    }

    public override bool Does(WorkKind kind) => kind == WorkKind.WriteTogether;

    public override async ValueTask InsertAsync(Item item)
    {
        if (!_ledger.Value.IsCompletedSuccessfully)
        {
            await _ledger.Value;
        }

        await _writer.WriteAsync(item);
    }

    public override async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _database.DisposeAsync();
        await base.DisposeAsync();
    }
}
