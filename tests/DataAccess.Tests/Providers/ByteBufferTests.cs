using System.Buffers;
using DataAccess.Shared;
using Xunit;

namespace DataAccess.Tests;

/// <summary>A buffer that grows, keeps what was written, and returns its array once.</summary>
public sealed class ByteBufferTests : IDisposable
{
    private readonly ByteBuffer _buffer = new();

    public void Dispose() => _buffer.Release();

    [Fact]
    public void A_new_buffer_is_empty()
    {
        Assert.Equal(0, _buffer.Length);
        Assert.True(_buffer.Written.IsEmpty);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_024)]
    [InlineData(5_000)]
    public void What_was_written_survives_each_growth(int pieceBytes)
    {
        var expected = new List<byte>();
        for (var piece = 0; expected.Count < 40_000; piece++)
        {
            var bytes = Enumerable.Range(expected.Count, pieceBytes).Select(static i => (byte)(i % 251)).ToArray();
            expected.AddRange(bytes);
            Write(bytes, piece % 3);
        }

        Assert.Equal(expected.Count, _buffer.Length);
        Assert.Equal(expected, _buffer.Written.ToArray());
    }

    [Fact]
    public void It_doubles_so_that_few_growths_copy_what_is_there()
    {
        var growths = 0;
        for (var (capacity, i) = (0, 0); i < 1_000_000; i++)
        {
            var room = _buffer.Length + _buffer.GetSpan().Length;
            growths += room == capacity ? 0 : 1;
            capacity = room;
            _buffer.Advance(1);
        }

        Assert.InRange(growths, 2, 11);
    }

    [Fact]
    public void A_piece_larger_than_double_gets_the_room_that_it_needs()
    {
        _buffer.Take(10).Fill(1);
        _buffer.Take(1_000_000).Fill(2);

        Assert.Equal(1_000_010, _buffer.Length);
        Assert.Equal(10, _buffer.Written.Span.IndexOf((byte)2));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(100_000, 100_000)]
    public void There_is_at_least_the_room_of_the_hint_and_never_none(int hint, int atLeast)
    {
        _buffer.Take(1_024);

        Assert.InRange(_buffer.GetSpan(hint).Length, atLeast, int.MaxValue);
        Assert.InRange(_buffer.GetMemory(hint).Length, atLeast, int.MaxValue);
        Assert.Equal(1_024, _buffer.Length);
    }

    [Fact]
    public void Only_what_was_reserved_can_be_advanced_over()
    {
        var room = _buffer.GetSpan().Length;

        Assert.Throws<ArgumentOutOfRangeException>(() => _buffer.Advance(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => _buffer.Advance(room + 1));
        Assert.Equal(0, _buffer.Length);
        _buffer.Advance(room);
        Assert.Equal(room, _buffer.Length);
    }

    [Fact]
    public void It_can_be_cut_only_within_what_was_written()
    {
        _buffer.Write<byte>([1, 2, 3]);

        Assert.Throws<ArgumentOutOfRangeException>(() => _buffer.CutAt(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => _buffer.CutAt(4));
        _buffer.CutAt(3);
        Assert.Equal([1, 2, 3], _buffer.Written.ToArray());
        _buffer.CutAt(1);
        _buffer.Write<byte>([9]);
        Assert.Equal([1, 9], _buffer.Written.ToArray());
    }

    [Fact]
    public void More_than_an_array_can_hold_is_an_error_and_changes_nothing()
    {
        _buffer.Write<byte>([1, 2, 3]);

        Assert.Throws<OverflowException>(() => _buffer.Take(int.MaxValue));
        Assert.Throws<OverflowException>(() => _buffer.GetSpan(int.MaxValue));
        Assert.Equal([1, 2, 3], _buffer.Written.ToArray());
    }

    [Fact]
    public void A_negative_number_of_bytes_is_an_error_and_changes_nothing()
    {
        _buffer.Write<byte>([1, 2, 3]);

        Assert.Throws<ArgumentOutOfRangeException>(() => _buffer.Take(-1));
        Assert.Equal([1, 2, 3], _buffer.Written.ToArray());
    }

    [Fact]
    public void Released_it_is_empty_and_can_be_used_again()
    {
        _buffer.Write<byte>([1, 2, 3]);
        _buffer.Release();
        Assert.True(_buffer.Written.IsEmpty);

        _buffer.Write<byte>([4, 5]);
        Assert.Equal([4, 5], _buffer.Written.ToArray());
    }

    [Fact]
    public void Its_array_is_returned_once_however_often_it_is_released()
    {
        _buffer.Take(100);
        _buffer.Release();
        _buffer.Release();
        var other = new ByteBuffer();
        try
        {
            // An array that was returned twice would be rented by both.
            _buffer.Take(100).Fill(1);
            other.Take(100).Fill(2);
            Assert.Equal(Enumerable.Repeat((byte)1, 100), _buffer.Written.ToArray());
        }
        finally
        {
            other.Release();
        }
    }

    private void Write(byte[] bytes, int way)
    {
        switch (way)
        {
            case 0:
                bytes.CopyTo(_buffer.Take(bytes.Length));
                break;
            case 1:
                bytes.CopyTo(_buffer.GetSpan(bytes.Length));
                _buffer.Advance(bytes.Length);
                break;
            default:
                bytes.CopyTo(_buffer.GetMemory(bytes.Length));
                _buffer.Advance(bytes.Length);
                break;
        }
    }
}
