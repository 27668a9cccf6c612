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

    [Fact]
    public async Task It_is_not_used_after_its_transaction_and_nothing_is_lost_silently()
    {
        LargeObjectStream? kept = null;
        await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                kept = await tx.OpenLargeObjectAsync(await tx.CreateLargeObjectAsync(ct), ct);
                await kept.WriteAsync(new byte[10], ct);
            },
            Token);

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await kept!.FlushAsync(Token));

        await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                var stream = await tx.OpenLargeObjectAsync(await tx.CreateLargeObjectAsync(ct), ct);
                await stream.WriteAsync(new byte[10], ct);
                Assert.Throws<InvalidOperationException>(stream.Dispose);
            },
            Token);
    }

    private static async Task<string> TextAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
