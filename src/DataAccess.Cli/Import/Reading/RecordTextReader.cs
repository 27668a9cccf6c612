using System.Text;

namespace DataAccess.Cli.Import.Reading;

/// <summary>Gives the sound records of a batch as text, each ended by LF, to a reader whose buffer holds all of them.</summary>
internal sealed class RecordTextReader(List<RawRecord> batch) : TextReader
{
    private int _next;

    /// <summary>How many characters a buffer needs to take the whole batch: UTF-8 never has fewer bytes than characters.</summary>
    public static int CharactersIn(List<RawRecord> batch)
    {
        var count = 0;
        foreach (var record in batch)
        {
            count += record.Bytes.Length + 1;
        }

        return count;
    }

    public override int Read(char[] buffer, int index, int count)
    {
        var written = 0;
        for (; _next < batch.Count && batch[_next].Bytes.Length < count - written; _next++)
        {
            if (batch[_next].Problem is null)
            {
                written += Encoding.UTF8.GetChars(batch[_next].Bytes.Span, buffer.AsSpan(index + written));
                buffer[index + written++] = '\n';
            }
        }

        return written;
    }
}
