using System.Globalization;
using System.Text.Json;
using DataAccess.Telemetry;
using Microsoft.Extensions.Logging;

namespace DataAccess.Writing.Spooling;

/// <summary>What the writer tells its spool of rows that came out of it.</summary>
internal sealed class SpooledRows<T>(SpoolLog log, SpoolDirectory directory, SpoolCodec<T> codec, Action<long> charge, ILogger logger)
{
    private readonly Lock _asideLock = new();

    public SpoolLog Log => log;

    public SpoolCodec<T> Codec => codec;

    public SpoolDirectory Directory => directory;

    /// <summary>Ends a row that will not be written. Whoever is told of such rows was told; if that failed, the row is set aside.</summary>
    public void EndRejected(long row, FailedRow<T> failed, bool isTold)
    {
        if (!isTold)
        {
            SetAside(row, codec.Encode(failed.Row, failed.Change, static (_, bytes) => bytes.ToArray(), 0), failed.Failure.Message);
        }

        log.EndRow(row);
    }

    /// <summary>Keeps a row that cannot be delivered in a file of its own, a line of JSON for each. If that fails, the exception is thrown and the row has not ended.</summary>
    public void SetAside(long row, ReadOnlyMemory<byte> content, string reason)
    {
        var line = new SpoolBuffer();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("row", row.ToString(CultureInfo.InvariantCulture));
            json.WriteString("reason", reason);
            json.WriteString("change", Names<RowChange>.Of((RowChange)content.Span[0]));
            json.WriteStartObject("values");
            foreach (var (column, value) in codec.ValuesOf(content[1..]))
            {
                json.WriteString(column, value);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        line.Byte((byte)'\n');
        string path;
        lock (_asideLock)
        {
            path = directory.SetAside("aside" + SpoolDirectory.RowsExtension, line.Written, isAppended: true);
        }

        charge(line.Length);
        Telemetry.Log.SpoolRowSetAside(logger, path);
    }

    /// <summary>Keeps bytes of a segment that are no record.</summary>
    public void SetAside(SpoolSegment segment, SpoolDamage damage)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{segment.Name}-{damage.Offset}{SpoolDirectory.DamagedExtension}");
        var path = directory.SetAside(name, damage.Bytes, isAppended: false);
        if (damage.IsTail)
        {
            Telemetry.Log.SpoolTailCut(logger, segment.Path, damage.Offset, damage.Bytes.Length, path);
        }
        else
        {
            Telemetry.Log.SpoolDamaged(logger, segment.Path, damage.Offset, damage.Bytes.Length, path);
        }
    }
}
