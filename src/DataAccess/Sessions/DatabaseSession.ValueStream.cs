using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using DataAccess.Connections;
using DataAccess.Connections.Statements;
using DataAccess.Sessions;
using DataAccess.Threading;

namespace DataAccess;

/// <content>The stream of a value.</content>
public abstract partial class DatabaseSession
{
    /// <summary>A value that is read while it arrives, with the connection that it comes over.</summary>
    private sealed class ValueStream(DatabaseSession session, ConnectionLease lease, CallClock? clock, StreamWatch watch) : Stream
    {
        private OpenedValue? _value;
        private ExceptionDispatchInfo? _failure;
        private byte[] _piece = [];
        private ReadOnlyMemory<byte> _rest;
        private long _position;
        private long _fetched;
        private int _busy;
        private int _closed;

        public bool HasValue => _value is not null;

        public override bool CanRead => Volatile.Read(ref _closed) == 0;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => _value!.Length;

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException("The stream of a value is read forward only.");
        }

        public async ValueTask OpenAsync(StatementCall call, CancellationToken cancellationToken)
            => _value = await session.ClassifiedAsync(
                lease,
                session.RunProbedAsync(lease.Physical, call, OpenValueAsync, call, clock?.Token ?? cancellationToken),
                cancellationToken,
                clock,
                watch).ConfigureAwait(false);

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _closed) != 0, typeof(Stream));
            if (Interlocked.Exchange(ref _busy, 1) == 1)
            {
                throw new InvalidOperationException("A read of this stream is running. Await it before the next one.");
            }

            try
            {
                _failure?.Throw();
                cancellationToken.ThrowIfCancellationRequested();
                if (clock?.HasExpired(cancellationToken) == true)
                {
                    throw clock.Exceeded(new OperationCanceledException(clock.Token));
                }

                return buffer.Length == 0 || _position == Length ? 0 : await NextAsync(buffer, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                Volatile.Write(ref _busy, 0);
            }
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
            => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count)
            => throw new NotSupportedException("The stream of a value is read asynchronously: ReadAsync, CopyToAsync. For code that reads synchronously, copy it first.");

        public override async ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref _closed, 1) == 0)
            {
                await CloseAsync().ConfigureAwait(false);
            }

            await base.DisposeAsync().ConfigureAwait(false);
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("The stream of a value is read forward only.");

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        /// <summary>Returns the connection in the background, as its caller does not wait for it.</summary>
        protected override void Dispose(bool disposing)
        {
            if (disposing && Interlocked.Exchange(ref _closed, 1) == 0)
            {
                _ = Detached.RunAsync(async () => await CloseAsync().ConfigureAwait(false));
            }

            base.Dispose(disposing);
        }

        private async ValueTask<int> NextAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            if (_rest.IsEmpty && buffer.Length < _value!.PieceSize)
            {
                _piece = _piece.Length == 0 ? new byte[Math.Min(_value.PieceSize, Length)] : _piece;
                _rest = _piece.AsMemory(0, await FetchAsync(_piece, cancellationToken).ConfigureAwait(false));
            }

            int read;
            if (_rest.IsEmpty)
            {
                read = await FetchAsync(buffer, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                read = Math.Min(_rest.Length, buffer.Length);
                _rest[..read].CopyTo(buffer);
                _rest = _rest[read..];
            }

            _position += read;
            return read;
        }

        private async ValueTask<int> FetchAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            var wanted = (int)Math.Min(buffer.Length, Length - _fetched);
            using var either = clock is not null && cancellationToken.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken) : null;
            try
            {
                var fetched = await session.ClassifiedAsync(
                    lease,
                    lease.Physical.RunAsync(
                        static (connection, read, ct) => read.Value.ReadAsync(connection, read.From, read.Buffer, ct),
                        (Value: _value!, From: _fetched, Buffer: buffer[..wanted]),
                        either?.Token ?? clock?.Token ?? cancellationToken),
                    cancellationToken,
                    clock,
                    watch).ConfigureAwait(false);
                _fetched += fetched;
                return fetched > 0 ? fetched : throw new EndOfStreamException(Invariant($"The value has {Length} bytes, and what arrived ended after {_fetched}."));
            }
            catch (Exception exception)
            {
                _failure = ExceptionDispatchInfo.Capture(exception);
                throw;
            }
        }

        private async ValueTask CloseAsync()
        {
            try
            {
                if (_value is { } value && lease.PhysicalIfHeld is { } connection)
                {
                    await session.ClassifiedAsync(
                        lease,
                        connection.RunAsync(
                            static async (connection, close, ct) =>
                            {
                                await close.Value.CloseAsync(connection, close.Failure, ct).ConfigureAwait(false);
                                return true;
                            },
                            (Value: value, Failure: _failure?.SourceException),
                            CancellationToken.None),
                        CancellationToken.None).ConfigureAwait(false);
                }
            }
            catch (Exception exception) when (session.Provider.Classify(exception).Kind != FailureKind.Unknown)
            {
                // The value has been read, or its reader knows why not. The connection is closed, or checked before it is used.
                lease.PhysicalIfHeld?.MarkBroken();
            }
            finally
            {
                watch.Rows = 1;
                watch.End();
                clock?.Dispose();
                await session.EndAsync(lease).ConfigureAwait(false);
            }
        }
    }
}
