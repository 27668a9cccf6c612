using DataAccess.Conformance;
using DataAccess.PostgreSql.LargeObjects;
using Npgsql;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

[Collection(TimingCollection.Name)]
public sealed class PostgreSqlLargeObjectTests() : DatabaseSuite(PostgreSqlEngine.Shared)
{
    private const int Large = 64 * 1024 * 1024;

    [Fact]
    public async Task A_large_object_is_written_and_read_with_flat_memory()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (most, next, number) = (0L, 0L, 0L);
        void Measure(long position)
        {
            if (position >= next)
            {
                next += Large / 5;
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }

        await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                number = await tx.CreateLargeObjectAsync(ct);
                await using var source = new PatternStream(Large) { Reading = Measure };
                await using var target = await tx.OpenLargeObjectAsync(number, ct);
                await source.CopyToAsync(target, ct);
            },
            Token);
        next = 0;
        await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                await using var source = await tx.OpenLargeObjectAsync(number, ct);
                Assert.Equal(Large, source.Length);
                Assert.Equal(Large, await PatternStream.CheckAsync(source, 0, Measure, ct));
                await tx.DeleteLargeObjectAsync(number, ct);
            },
            Token);

        Assert.InRange(most, 0, 6 * 1024 * 1024);
        var gone = await Assert.ThrowsAsync<PostgresException>(async () => await Db.InTransactionAsync(async (tx, ct) => await tx.OpenLargeObjectAsync(number, ct), Token));
        Assert.Equal("42704", gone.SqlState);
    }

    [Fact]
    public async Task It_is_read_and_written_anywhere_and_cut()
    {
        await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                var number = await tx.CreateLargeObjectAsync(ct);
                await using var stream = await tx.OpenLargeObjectAsync(number, ct);
                await stream.WriteAsync("0123456789"u8.ToArray(), ct);
                Assert.Equal(10, stream.Length);
                Assert.Throws<InvalidOperationException>(() => stream.Position = 3);
                await stream.FlushAsync(ct);
                stream.Seek(-7, SeekOrigin.End);
                await stream.WriteAsync("abc"u8.ToArray(), ct);
                Assert.Equal("6789", await TextAsync(stream, ct));
                stream.Position = 0;
                Assert.Equal("012abc6789", await TextAsync(stream, ct));
                await stream.SetLengthAsync(5, ct);
                Assert.Equal((5, 5), (stream.Length, stream.Position));
                stream.Position = 7;
                await stream.WriteAsync("z"u8.ToArray(), ct);
                await stream.FlushAsync(ct);
                stream.Position = 0;
                Assert.Equal("012ab\0\0z", await TextAsync(stream, ct));

                await using var other = await tx.OpenLargeObjectAsync(number, ct);
                Assert.Equal(8, other.Length);
            },
            Token);
    }

    [Fact]
    public async Task What_was_written_is_undone_with_the_transaction()
    {
        var number = 0L;
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                number = await tx.CreateLargeObjectAsync(ct);
                await using var stream = await tx.OpenLargeObjectAsync(number, ct);
                await stream.WriteAsync(new byte[10], ct);
                await stream.FlushAsync(ct);
                throw new InvalidOperationException("undo");
            },
            Token));

        Assert.Equal(0, await Db.QuerySingleAsync<long>($"select count(*) from pg_largeobject_metadata where oid = {number}::bigint::oid", Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Left_open_it_rolls_the_work_back_and_is_not_used_afterwards(bool isInSavepoint)
    {
        LargeObjectStream? kept = null;
        var (number, runs) = (0L, 0);
        async ValueTask LeaveOpenAsync(DatabaseTransaction tx, CancellationToken ct)
        {
            kept = await tx.OpenLargeObjectAsync(number, ct);
            await kept.WriteAsync(new byte[10], ct);
        }

        var told = await Assert.ThrowsAsync<InvalidOperationException>(async () => await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                runs++;
                number = await tx.CreateLargeObjectAsync(ct);
                if (isInSavepoint)
                {
                    await tx.InTransactionAsync(LeaveOpenAsync, ct);
                }
                else
                {
                    await LeaveOpenAsync(tx, ct);
                }
            },
            Token));

        Assert.Contains("await using", told.Message, StringComparison.Ordinal);
        Assert.Equal((1, 0), (runs, await CountAsync(number)));
        Assert.False(kept!.CanRead || kept.CanWrite || kept.CanSeek);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await kept.FlushAsync(Token));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await kept.WriteAsync(new byte[1], Token));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await kept.ReadExactlyAsync(new byte[1], Token));
        Assert.Throws<ObjectDisposedException>(() => kept.Position = 3);
        await kept.DisposeAsync();
    }

    [Fact]
    public async Task What_was_read_ahead_is_not_read_after_the_transaction()
    {
        var kept = Stream.Null;
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                var stream = await tx.OpenLargeObjectAsync(await tx.CreateLargeObjectAsync(ct), ct);
                await stream.WriteAsync(new byte[10], ct);
                await stream.FlushAsync(ct);
                stream.Position = 0;
                await stream.ReadExactlyAsync(new byte[1], ct);
                kept = stream;
            },
            Token));

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await kept.ReadExactlyAsync(new byte[1], Token));
    }

    [Fact]
    public async Task What_could_not_be_sent_is_not_committed_without_it()
    {
        var number = 0L;
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                number = await tx.CreateLargeObjectAsync(ct);
                var stream = await tx.OpenLargeObjectAsync(number, ct);
                await stream.WriteAsync(new byte[10], ct);
                Assert.Throws<InvalidOperationException>(stream.Dispose);
            },
            Token));
        Assert.Equal(0, await CountAsync(number));

        // What was not sent because of a token is still there.
        await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                number = await tx.CreateLargeObjectAsync(ct);
                await using var stream = await tx.OpenLargeObjectAsync(number, ct);
                await stream.WriteAsync(new byte[10], ct);
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stream.FlushAsync(new CancellationToken(canceled: true)));
            },
            Token);
        Assert.Equal(10, await Db.QuerySingleAsync<int>($"select length(lo_get({number}::bigint::oid))", Token));
    }

    [Fact]
    public async Task A_savepoint_undoes_what_was_written_in_it_and_nothing_else()
    {
        var number = 0L;
        LargeObjectStream? inner = null;
        await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                number = await tx.CreateLargeObjectAsync(ct);
                await using var stream = await tx.OpenLargeObjectAsync(number, ct);
                await stream.WriteAsync("before"u8.ToArray(), ct);
                await UndoneAsync(tx, async ct => await stream.WriteAsync(" not sent"u8.ToArray(), ct), ct);
                Assert.Equal((6, 6), (stream.Position, stream.Length));
                await UndoneAsync(
                    tx,
                    async ct =>
                    {
                        await stream.WriteAsync(" sent"u8.ToArray(), ct);
                        await stream.SetLengthAsync(2, ct);
                        inner = await tx.OpenLargeObjectAsync(number, ct);
                    },
                    ct);
                Assert.Equal((6, 6), (stream.Position, stream.Length));
                await Assert.ThrowsAsync<ObjectDisposedException>(async () => await inner!.ReadExactlyAsync(new byte[1], ct));
                await tx.InTransactionAsync(async (_, ct) => await stream.WriteAsync(", kept"u8.ToArray(), ct), ct);
                stream.Position = 0;
                Assert.Equal("before, kept", await TextAsync(stream, ct));
                Assert.Contains(
                    "tx.InTransactionAsync",
                    (await Assert.ThrowsAsync<InvalidOperationException>(async () => await tx.ExecuteAsync($"savepoint own", ct))).Message,
                    StringComparison.Ordinal);
            },
            Token);

        Assert.Equal("before, kept", await Db.ScalarAsync<string>($"select convert_from(lo_get({number}::bigint::oid), 'utf8')", Token));
    }

    private static async Task UndoneAsync(DatabaseTransaction tx, Func<CancellationToken, ValueTask> work, CancellationToken cancellationToken)
    {
        var own = new IOException("undo");
        var told = await Record.ExceptionAsync(async () => await tx.InTransactionAsync(
            async (_, ct) =>
            {
                await work(ct);
                throw own;
            },
            cancellationToken));
        Assert.Same(own, told);
    }

    private async Task<long> CountAsync(long number)
        => await Db.QuerySingleAsync<long>($"select count(*) from pg_largeobject_metadata where oid = {number}::bigint::oid", Token);

    private static async Task<string> TextAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
