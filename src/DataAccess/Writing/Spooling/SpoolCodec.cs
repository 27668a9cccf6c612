using System.Collections.Concurrent;
using DataAccess.Mapping;

namespace DataAccess.Writing.Spooling;

/// <summary>
/// Writes rows as the values that their map's columns send, and makes rows of them again. What is accepted is known to come back as it was: each row is read back and
/// written once more before it is accepted.
/// </summary>
internal sealed class SpoolCodec<T>
{
    private const int KeptBytes = 16 << 10;

    private readonly TableMap<T> _map;
    private readonly Func<T, object?>? _partitionBy;
    private readonly string[] _names;
    private readonly Type[] _types;
    private readonly ConcurrentBag<Worker> _workers = [];

    /// <param name="map">The map.</param>
    /// <param name="partitionBy">What the order of rows depends on; it must be the same for a row that is read back.</param>
    /// <exception cref="MappingException">A column's values cannot be kept in a file, or rows cannot be made of them.</exception>
    public SpoolCodec(TableMap<T> map, Func<T, object?>? partitionBy)
    {
        if (map.Columns.FirstOrDefault(static column => !SpoolValues.Has(column.Type)) is { } column)
        {
            throw new MappingException(
                $"{typeof(T).Name}.{column.Member}, for column '{column.Column}', is sent as {column.Type.Name}, a type of the driver that the spool cannot keep in a file. "
                + $"Give it a converter to text or bytes, or create the writer without {nameof(BatchingWriterOptions<>.Spool)}.");
        }

        _map = map;
        _partitionBy = partitionBy;
        _names = [.. map.Columns.Select(static c => c.Column)];
        _types = [.. map.Columns.Select(static c => c.Type)];
        Shape = $"{map.Table}({string.Join(", ", map.Columns.Select(static c => $"{c.Column} {NameOf(c.Type)}"))})";

        // Created immediately, so that a row type that cannot be read is known before the first row is written.
        _workers.Add(new Worker(this));
    }

    /// <summary>The table, its columns and their types: rows of another shape cannot be read.</summary>
    public string Shape { get; }

    /// <summary>Appends what is done with a row, and its values.</summary>
    /// <param name="row">The row.</param>
    /// <param name="change">What is done with it.</param>
    /// <param name="append">Receives the bytes, which are valid during the call.</param>
    /// <param name="state">Passed to <paramref name="append"/>.</param>
    /// <exception cref="Failures.RowValueException">A value cannot be read, or the row would come back as another.</exception>
    public TResult Encode<TState, TResult>(T row, RowChange change, Func<TState, ReadOnlyMemory<byte>, TResult> append, TState state)
    {
        var worker = _workers.TryTake(out var spare) ? spare : new Worker(this);
        try
        {
            return append(state, worker.Encode(row, change));
        }
        finally
        {
            worker.Clear();
            _workers.Add(worker);
        }
    }

    /// <summary>Makes a row of its bytes.</summary>
    public (T Row, RowChange Change) Decode(ReadOnlyMemory<byte> bytes)
    {
        var worker = _workers.TryTake(out var spare) ? spare : new Worker(this);
        try
        {
            return (worker.Decode(bytes[1..]), (RowChange)bytes.Span[0]);
        }
        finally
        {
            _workers.Add(worker);
        }
    }

    /// <summary>The values of a row as text, by column; null for a null, Base64 for bytes.</summary>
    public IEnumerable<(string Column, string? Value)> ValuesOf(ReadOnlyMemory<byte> values)
    {
        var reader = new SpoolRowReader(_names, _types);
        reader.Show(values);
        return _names.Select((name, i) => (name, reader.IsDBNull(i) ? null : TextOf(reader.GetValue(i)))).ToList();
    }

    private static string? TextOf(object value) => value switch
    {
        byte[] bytes => Convert.ToBase64String(bytes),
        DateTime or DateTimeOffset => ((IFormattable)value).ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        Array list => string.Join(',', list.Cast<object?>().Select(static item => item is null ? "" : TextOf(item))),
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture),
    };

    private static string NameOf(Type type)
        => type.GetElementType() is { } element ? NameOf(element) + "[]" : Nullable.GetUnderlyingType(type) is { } value ? NameOf(value) + "?" : type.Name;

    /// <summary>What one thread uses at a time.</summary>
    private sealed class Worker
    {
        private readonly SpoolCodec<T> _codec;
        private readonly SpoolBuffer _bytes = new();
        private readonly SpoolBuffer _again = new();
        private readonly SpoolRowWriter _writer;
        private readonly SpoolRowWriter _writerAgain;
        private readonly Action<ReadOnlyMemory<byte>> _show;
        private readonly Func<T> _read;

        public Worker(SpoolCodec<T> codec)
        {
            _codec = codec;
            _writer = new SpoolRowWriter(_bytes);
            _writerAgain = new SpoolRowWriter(_again);
            var reader = new SpoolRowReader(codec._names, codec._types);
            var read = codec._map.CreateReader(reader);
            (_show, _read) = (reader.Show, () => read(reader));
        }

        public ReadOnlyMemory<byte> Encode(T row, RowChange change)
        {
            _bytes.Byte((byte)change);
            Write(row, _writer);
            var bytes = _bytes.Memory;
            T back;
            try
            {
                back = Decode(bytes[1..]);
            }
            catch (Exception exception)
            {
                throw Failures.RowValueException.Of($"{typeof(T).Name}, read back from the spool,", exception);
            }

            CheckPartition(row, back);
            Write(back, _writerAgain);
            return _again.Written.SequenceEqual(bytes.Span[1..])
                ? bytes
                : throw Failures.RowValueException.Of(
                    typeof(T).Name,
                    new MappingException(
                        $"{typeof(T).Name} cannot be kept in the spool: when it is read back from its columns, it writes other values. A property whose setter changes its value, or that a constructor does not set, is the usual cause."));
        }

        public T Decode(ReadOnlyMemory<byte> values)
        {
            _show(values);
            return _read();
        }

        public void Clear()
        {
            _bytes.Clear(KeptBytes);
            _again.Clear(KeptBytes);
        }

        private void CheckPartition(T row, T back)
        {
            if (_codec._partitionBy is not { } partitionBy)
            {
                return;
            }

            var partition = partitionBy(row);
            bool isSame;
            try
            {
                isSame = Equals(partition, partitionBy(back));
            }
            catch (Exception exception)
            {
                throw Failures.RowValueException.Of($"{nameof(BatchingWriterOptions<>.PartitionBy)}, for the row as it is read back from the spool,", exception);
            }

            if (!isSame)
            {
                throw Failures.RowValueException.Of(
                    typeof(T).Name,
                    new MappingException(
                        $"{typeof(T).Name} cannot be kept in the spool: {nameof(BatchingWriterOptions<>.PartitionBy)} returns another value for the row as it is read back from its columns. Let it depend on columns alone, and return a value that can be compared."));
            }
        }

        private void Write(T row, SpoolRowWriter writer)
        {
            for (var i = 0; i < _codec._map.Columns.Count; i++)
            {
                _codec._map.Columns[i].Write(row, writer, i);
            }
        }
    }
}
