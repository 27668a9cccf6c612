using DataAccess.Conformance;
using Xunit;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteLockTests() : LockSuite(new SqliteEngine())
{
    private string File => ConnectionString["sqlite:".Length..];

    [Fact]
    public async Task Another_name_of_the_file_is_the_same_database()
    {
        var link = File + "-link";
        await RunAsync("create table t (n int)");
        System.IO.File.CreateSymbolicLink(link, File);
        try
        {
            await using var held = await Db.TryLockAsync("job", Token);
            foreach (var name in new[] { $"file:{File}?cache=private", $"Data Source={File}", link, Path.GetRelativePath(Environment.CurrentDirectory, File) })
            {
                await using var other = SqliteDatabase.Open(name);
                Assert.Null(await other.TryLockAsync("job", Token));
            }
        }
        finally
        {
            System.IO.File.Delete(link);
        }
    }

    [Fact]
    public async Task A_lock_whose_file_is_deleted_is_lost()
    {
        await using var db = Reopen(static o => o.LockLossDetection = TimeSpan.FromSeconds(1));
        await using var held = await db.LockAsync("job", TimeSpan.Zero, Token);
        Assert.SkipWhen(OperatingSystem.IsWindows(), "An open file cannot be deleted.");

        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(File)!, Path.GetFileName(File) + ".lock-*"))
        {
            System.IO.File.Delete(file);
        }

        await Task.Delay(TimeSpan.FromSeconds(5), held.Lost).ContinueWith(static _ => { }, TaskScheduler.Default);
        Assert.True(held.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task A_folder_that_may_not_be_written_is_named()
    {
        await using var db = SqliteDatabase.Open(Path.Combine(Path.GetTempPath(), $"no-{Guid.NewGuid():N}", "app.db"));
        var error = await Assert.ThrowsAnyAsync<IOException>(async () => await db.TryLockAsync("job", Token));
        Assert.Contains("app.db.lock-", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_memory_the_process_shares_them()
    {
        var name = $"file:lock-{Guid.NewGuid():N}?mode=memory&cache=shared";
        await using var first = SqliteDatabase.Open(name);
        await using var second = SqliteDatabase.Open(name);
        await using (await first.LockAsync("job", TimeSpan.Zero, Token))
        {
            Assert.Null(await second.TryLockAsync("job", Token));
        }

        await using var held = await second.TryLockAsync("job", Token);
        Assert.NotNull(held);

        await using var mine = SqliteDatabase.Open(":memory:");
        await using var yours = SqliteDatabase.Open(":memory:");
        await using var one = await mine.TryLockAsync("job", Token);
        await using var other = await yours.TryLockAsync("job", Token);
        Assert.True(one is not null && other is not null);
        Assert.Null(await mine.TryLockAsync("job", Token));
    }
}
