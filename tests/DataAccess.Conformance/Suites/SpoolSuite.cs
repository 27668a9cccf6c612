using DataAccess.Providers;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>The spool of the writer: what it accepts is on the disk, and is written once, by this writer or by the next.</summary>
public abstract partial class SpoolSuite(TestEngine engine) : DatabaseSuite(engine)
{
    private readonly Logged _logged = new();

    protected string Folder { get; } = Path.Combine(Path.GetTempPath(), "dataaccess-spool-" + Guid.NewGuid().ToString("N"));

    protected override void TearDown()
    {
        _logged.Dispose();
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    protected override async ValueTask SetUpAsync()
    {
        await RunAsync($"create table readings (sequence {TypeOf<long>()} not null primary key, sensor varchar(20) not null, level {TypeOf<double>()})");
        await RunAsync(Versioned.CreateSql);
        await RunAsync(LedgerSql.Create(Db.Dialect));
    }

    [Fact]
    public async Task What_is_accepted_is_written_and_leaves_no_file_and_nothing_in_the_ledger()
    {
        await using (var writer = Create())
        {
            await Task.WhenAll(Rows(1, 3_000).Select(row => writer.EnqueueAsync(row, Token).AsTask()));
            await writer.FlushAsync(Token);

            Assert.Equal(3_000, await CountAsync());
            Assert.Equal((3_000L, 3_000L, 0L, 0L), (writer.Statistics.Admitted, writer.Statistics.Committed, writer.Statistics.Queued, writer.Statistics.SpooledRows));
            Assert.NotEmpty(Segments);
        }

        Assert.Empty(Segments);
        Assert.Equal(0, await LedgerRowsAsync());
    }

    [Fact]
    public async Task A_row_is_on_the_disk_when_it_is_accepted_and_waits_for_the_database_beyond_every_time_limit()
    {
        var refusal = new Refusal { Refuses = true };
        await using var database = Open(refusal);
        var writer = Create(o => (o.DeliveryTimeout, o.DrainTimeout) = (TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(300)), database);
        foreach (var row in Rows(1, 200))
        {
            await writer.EnqueueAsync(row, Token);
        }

        Assert.True(Segments.Sum(static file => file.Length) > 200 * 20);
        await Task.Delay(300, Token);
        Assert.Equal((0L, 0L, 200L), (writer.Statistics.NotPersisted, writer.Statistics.Unknown, writer.Statistics.SpooledRows));
        await writer.DisposeAsync();
        Assert.Equal(0, await CountAsync());
        Assert.Contains("200 rows are left in the spool", Assert.Single(_logged.Of(311)), StringComparison.Ordinal);

        await using (var next = Create())
        {
            await next.FlushAsync(Token);
            Assert.Equal((200, 200L), (await CountAsync(), next.Statistics.Replayed));
        }

        Assert.Empty(Segments);
    }

    [Fact]
    public async Task A_commit_whose_answer_is_lost_when_the_writer_ends_is_found_in_the_ledger_by_the_next()
    {
        var refusal = new Refusal();
        await using (var database = Open(refusal))
        {
            var writer = Create(static o => o.DrainTimeout = TimeSpan.FromMilliseconds(300), database);
            await writer.EnqueueAsync(Row(1), Token);
            await writer.FlushAsync(Token);
            refusal.LosesAnswers = true;
            foreach (var row in Rows(2, 300))
            {
                await writer.EnqueueAsync(row, Token);
            }

            await writer.DisposeAsync();
        }

        Assert.InRange(await CountAsync(), 2, 301);
        // What any writer of the table removes fifty years later.
        Assert.NotEqual(0, await LedgerRowsAsync());
        await Db.ExecuteAsync($"delete from dataaccess_ledger where kept_until < {DateTimeOffset.UtcNow.AddYears(50).ToUnixTimeSeconds()}", Token);
        await using (var next = Create())
        {
            await next.FlushAsync(Token);

            // The table's key would reject what is sent twice.
            Assert.Equal(0, next.Statistics.Rejected);
        }

        Assert.Equal((301, 301), (await CountAsync(), await Db.QuerySingleAsync<int>($"select count(distinct sequence) from readings", Token)));
        Assert.Empty(Segments);
    }

    [Fact]
    public async Task A_rejected_row_is_a_dead_letter_and_the_others_are_written()
    {
        var dead = new List<(long Sequence, RowOutcome Outcome)>();
        await using (var writer = Create(o =>
        {
            o.Linger = TimeSpan.FromMilliseconds(200);
            o.DeadLetter = (failed, _) =>
            {
                dead.Add((failed.Row.Sequence, failed.Outcome));
                return default;
            };
        }))
        {
            await Task.WhenAll(Rows(1, 100).Concat(Rows(50, 3)).Select(row => writer.EnqueueAsync(row, Token).AsTask()));
            await writer.FlushAsync(Token);
            Assert.Equal((100L, 3L, 0L), (writer.Statistics.Committed, writer.Statistics.Rejected, writer.Statistics.SpooledRows));
        }

        Assert.Equal([(50, RowOutcome.Rejected), (51, RowOutcome.Rejected), (52, RowOutcome.Rejected)], dead.Order());
        Assert.Equal(100, await CountAsync());
        Assert.Empty(Segments);
        Assert.Empty(Directory.GetFiles(Folder, "*.rows"));
    }

    [Fact]
    public async Task A_rejected_row_whose_handler_throws_is_kept_in_a_file()
    {
        await using (var writer = Create(static o => o.DeadLetter = static (_, _) => throw new InvalidOperationException("not now")))
        {
            await writer.EnqueueAsync(Row(1), Token);
            await writer.FlushAsync(Token);
            await writer.EnqueueAsync(Row(1), Token);
        }

        Assert.Contains("\"values\":{\"sequence\":\"1\",\"sensor\":\"s1\",\"level\":\"1.5\"}", await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(Folder, "*.rows")), Token), StringComparison.Ordinal);
        Assert.Empty(Segments);
    }

    [Fact]
    public async Task Rows_of_one_key_keep_their_order_over_writers_that_end_early()
    {
        for (var version = 0; version < 6; version++)
        {
            var refusal = new Refusal { Refuses = version % 2 == 0 };
            await using var database = Open(refusal);
            var writer = Create(
                static o =>
                {
                    o.OnConflict = ConflictAction.Update;
                    o.PartitionBy = static r => r.Sequence;
                    o.DrainTimeout = TimeSpan.FromMilliseconds(100);
                },
                database);
            for (var i = 0; i < 40; i++)
            {
                await writer.EnqueueAsync(new Reading { Sequence = i % 8, Sensor = "s", Level = (version * 40) + i }, Token);
            }

            await writer.DisposeAsync();
        }

        await using (var last = Create(static o => (o.OnConflict, o.PartitionBy) = (ConflictAction.Update, static r => r.Sequence)))
        {
            await last.FlushAsync(Token);
        }

        Assert.Equal(Enumerable.Range(0, 8).Select(static i => (double)(200 + 32 + i)), await Db.QueryAsync<double>($"select level from readings order by sequence", Token));
    }

    [Fact]
    public async Task Updates_and_deletes_are_kept_in_their_order_too()
    {
        await using (var database = Open(new Refusal { Refuses = true }))
        {
            var refused = database.CreateWriter<Versioned>(new() { ExactlyOnce = true, Spool = Folder, DrainTimeout = TimeSpan.FromMilliseconds(50) });
            await refused.EnqueueAsync(new Versioned(1, "a", 1), Token);
            await refused.EnqueueUpdateAsync(new Versioned(1, "b", 1), Token);
            await refused.EnqueueAsync(new Versioned(2, "a", 1), Token);
            await refused.EnqueueDeleteAsync(new Versioned(2, "", 0), Token);
            await refused.EnqueueUpdateAsync(new Versioned(1, "old", 1), Token);
            await refused.DisposeAsync();
        }

        var dead = new List<FailedRow<Versioned>>();
        await using (var writer = Db.CreateWriter<Versioned>(new()
        {
            ExactlyOnce = true,
            Spool = Folder,
            DeadLetter = (failed, _) =>
            {
                dead.Add(failed);
                return default;
            },
        }))
        {
            await writer.FlushAsync(Token);
        }

        Assert.Equal([new Versioned(1, "b", 2)], await Db.QueryAsync<Versioned>($"select * from versioned", Token));
        Assert.Equal((RowChange.Update, new Versioned(1, "old", 1)), (Assert.Single(dead).Change, dead[0].Row));
        Assert.Contains("changed by another writer", dead[0].Failure.Message, StringComparison.Ordinal);
        Assert.Empty(Segments);
    }

    [Fact]
    public async Task A_row_whose_partition_is_not_in_its_columns_is_refused_before_it_is_accepted()
    {
        await using var writer = Db.CreateWriter<Versioned>(new() { ExactlyOnce = true, Spool = Folder, PartitionBy = static row => row.GetHashCode() == 0 ? 0 : new object() });

        var error = await Assert.ThrowsAsync<RowRejectedException>(async () => await writer.EnqueueAsync(new Versioned(1, "a", 1), Token));

        Assert.Contains("PartitionBy returns another value", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, writer.Statistics.SpooledRows);
    }

    [Fact]
    public async Task A_full_spool_makes_callers_wait_and_then_says_so()
    {
        var refusal = new Refusal { Refuses = true };
        await using var database = Open(refusal);
        await using var writer = Create(
            static o => (o.SpoolBytes, o.SpoolSegmentBytes, o.QueueTimeout, o.DrainTimeout) = (256 << 10, 64 << 10, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(20)), database);
        var accepted = 0;
        QueueFullException? full = null;
        while (full is null)
        {
            var rows = Rows(accepted + 1, 200).Select(row => writer.EnqueueAsync(row, Token).AsTask()).ToArray();
            full = (await Task.WhenAll(rows.Select(static r => Record.ExceptionAsync(() => r).AsTask()))).FirstOrDefault(static e => e is not null) as QueueFullException;
            accepted += rows.Count(static r => r.IsCompletedSuccessfully);
            Assert.InRange(accepted, 0, 20_000);
        }

        Assert.Contains("SpoolBytes (262144)", full.Message, StringComparison.Ordinal);
        refusal.Refuses = false;
        await writer.FlushAsync(Token);
        Assert.Equal(accepted, await CountAsync());
        await writer.EnqueueAsync(Row(1_000_000), Token);
    }

    [Fact]
    public void Options_that_do_not_fit_are_refused_with_the_fix()
    {
        var error = Assert.Throws<InvalidOptionsException>(() => Db.CreateWriter<Reading>(new() { Spool = Folder, FullMode = QueueFullMode.DropOldest, SpoolBytes = 1_000 }));

        Assert.Contains("Set ExactlyOnce = true", error.Message, StringComparison.Ordinal);
        Assert.Contains("FullMode is DropOldest", error.Message, StringComparison.Ordinal);
        Assert.Contains("SpoolBytes is 1000", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public async Task A_directory_belongs_to_one_writer_at_a_time_and_to_its_user()
    {
        await using (Create())
        {
            var error = Assert.Throws<SpoolException>(() => Create());
            Assert.Contains($"process {Environment.ProcessId} on {Environment.MachineName}", error.Message, StringComparison.Ordinal);
        }

        await using var next = Create();
        await next.EnqueueAsync(Row(1), Token);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Folder));
            foreach (var file in Directory.GetFiles(Folder))
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }
    }

    [Fact]
    public async Task Rows_of_another_shape_stop_the_start_and_are_kept()
    {
        await LeaveRowsAsync(10);

        var error = Assert.Throws<SpoolException>(() => Db.CreateWriter<Versioned>(new() { ExactlyOnce = true, Spool = Folder }));
        Assert.Contains("readings(sequence Int64, sensor String, level Double)", error.Message, StringComparison.Ordinal);
        Assert.Contains("versioned(", error.Message, StringComparison.Ordinal);

        await using var writer = Create();
        await writer.FlushAsync(Token);
        Assert.Equal(10, await CountAsync());
    }

    /// <summary>Accepts rows, of which the database takes none.</summary>
    protected async Task LeaveRowsAsync(int rows, int first = 1)
    {
        await using var database = Open(new Refusal { Refuses = true });
        await using var writer = Create(static o => o.DrainTimeout = TimeSpan.FromMilliseconds(50), database);
        foreach (var row in Rows(first, rows))
        {
            await writer.EnqueueAsync(row, Token);
        }
    }

    private FileInfo[] Segments => [.. new DirectoryInfo(Folder).GetFiles("*.spool"), .. new DirectoryInfo(Folder).GetFiles("*.done")];

    private BatchingWriter<Reading> Create(Action<BatchingWriterOptions<Reading>>? configure = null, Database? database = null)
    {
        var options = new BatchingWriterOptions<Reading> { ExactlyOnce = true, Spool = Folder };
        configure?.Invoke(options);
        return (database ?? Db).CreateWriter(options);
    }

    private Database Open(Refusal refusal)
    {
        var database = Engine.Open(ConnectionString, new DatabaseOptions(), loggers: _logged);
        refusal.Database = database;
        database.Connections.Attach(refusal);
        return database;
    }

    private async Task<int> CountAsync() => await Db.QuerySingleAsync<int>($"select count(*) from readings", Token);

    private async Task<long> LedgerRowsAsync() => await Db.QuerySingleAsync<long>($"select count(*) from dataaccess_ledger where is_committed = {true}", Token);

    private static Reading Row(long sequence) => new() { Sequence = sequence, Sensor = "s" + (char)('0' + (sequence % 7)), Level = sequence + 0.5 };

    private static IEnumerable<Reading> Rows(long first, int count) => Enumerable.Range(0, count).Select(i => Row(first + i));
}
