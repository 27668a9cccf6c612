namespace DataAccess.Conformance.Faults;

/// <summary>What one row was and what was said of it.</summary>
/// <param name="row">The row.</param>
/// <param name="isPoison">Whether the database has to refuse it.</param>
public sealed class RowRecord(FaultRow row, bool isPoison)
{
    private readonly List<RowOutcome> _letters = [];

    public FaultRow Row { get; } = row;

    public bool IsPoison { get; } = isPoison;

    /// <summary>Whether it counts as committed and yields to a row that is there already.</summary>
    public bool IsIgnored { get; init; }

    /// <summary>What its caller was told.</summary>
    public RowAnswer Answer { get; private set; }

    /// <summary>The exception behind the answer.</summary>
    public Exception? Error { get; private set; }

    /// <summary>What the dead-letter handler, or that of the stream, was told.</summary>
    public IReadOnlyList<RowOutcome> Letters => _letters;

    public void Answered(RowAnswer answer, Exception? error = null)
    {
        Answer = answer;
        Error = error;
    }

    /// <summary>The writer calls its handler for one row at a time.</summary>
    public void Letter(RowOutcome outcome)
    {
        lock (_letters)
        {
            _letters.Add(outcome);
        }
    }

    /// <summary>What an exception of a write tells its caller.</summary>
    public static RowAnswer AnswerOf(Exception error) => error switch
    {
        RowRejectedException => RowAnswer.Rejected,
        RowNotPersistedException => RowAnswer.NotPersisted,
        RowOutcomeUnknownException => RowAnswer.Unknown,
        QueueFullException or ObjectDisposedException or ExplodingException => RowAnswer.NotAdmitted,
        OperationCanceledException => error.Message.Contains("will still be sent", StringComparison.Ordinal) ? RowAnswer.CancelledInBatch : RowAnswer.CancelledInQueue,
        _ => RowAnswer.Unexpected,
    };

    public override string ToString()
        => $"row {Row.Number}{(IsPoison ? " (poison)" : "")}: told {Answer}, dead letters [{string.Join(", ", _letters)}]{(Error is null ? "" : $", {Error.Message}")}";
}
