namespace DataAccess.Cli.Import.Reading;

/// <summary>Reads a file record by record, in any format.</summary>
internal abstract class RecordReader(ByteWindow window)
{
    private bool _isSkipping;

    /// <summary>The names of the fields, in order. An NDJSON reader may add to them while it looks for keys.</summary>
    public abstract IReadOnlyList<string> Fields { get; }

    /// <summary>Whether <see cref="Fields"/> is known before the records are read.</summary>
    public abstract bool HasHeader { get; }

    /// <summary>The current record. If it has a problem, it has no values.</summary>
    public RawRecord Current { get; private set; }

    protected ByteWindow Window => window;

    /// <summary>Whether a lone CR ends a line.</summary>
    protected abstract bool EndsAtReturn { get; }

    /// <summary>Moves to the next record.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="InputFailedException">The file ended early.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        while (!TrySkip() || !TryRead())
        {
            if (window.Ended)
            {
                return false;
            }

            await window.FillAsync(cancellationToken);
        }

        return true;
    }

    /// <summary>The form of a field's value in the current record.</summary>
    public abstract ValueForm FormOf(int field);

    /// <summary>The text of a field's value; empty if it has none. Valid until the next call.</summary>
    public abstract ReadOnlySpan<char> TextOf(int field);

    /// <summary>Takes the next record, if the window holds all of it.</summary>
    protected abstract bool TryRead();

    /// <summary>Makes the bytes at the start of the window the current record.</summary>
    protected void Take(int length, int consumed, int lines, RecordProblem? problem)
    {
        Current = new RawRecord(window.Line, window.Unread[..length], problem);
        window.Advance(consumed, lines);
    }

    /// <summary>Rejects the record at the start of the window, whose end may not have been read.</summary>
    protected void TakeTooLong()
    {
        Current = RawRecord.TooLong(window.Line, window.Unread);
        _isSkipping = true;
    }

    private bool TrySkip()
    {
        _isSkipping = _isSkipping && !window.TrySkipLine(EndsAtReturn);
        return !_isSkipping;
    }
}
