namespace DataAccess.Conformance.Faults;

/// <summary>What one transaction inserted and what was said of it.</summary>
/// <param name="throwsAtEnd">Whether its work throws when all was done.</param>
public sealed class TransactionRecord(bool throwsAtEnd = false)
{
    private readonly List<long> _attempted = [];
    private readonly List<long> _inserted = [];
    private readonly List<string> _deeds = [];

    public TransactionAnswer Answer { get; private set; }

    public Exception? Error { get; private set; }

    public bool ThrowsAtEnd { get; } = throwsAtEnd;

    /// <summary>Every row that any attempt has begun to insert.</summary>
    public IReadOnlyCollection<long> Attempted => _attempted;

    /// <summary>The rows whose insert the last attempt was told to be done.</summary>
    public IReadOnlyCollection<long> Inserted => _inserted;

    /// <summary>What its last attempt did beside that.</summary>
    public IReadOnlyList<string> Deeds => _deeds;

    /// <summary>The work begins, perhaps anew.</summary>
    public void Begin()
    {
        _inserted.Clear();
        _deeds.Clear();
    }

    public void Attempt(long number) => _attempted.Add(number);

    public void Insert(long number) => _inserted.Add(number);

    public void Did(string deed) => _deeds.Add(deed);

    public void Answered(TransactionAnswer answer, Exception? error = null)
    {
        Answer = answer;
        Error = error;
    }

    public override string ToString()
        => $"the transaction of [{string.Join(", ", _attempted.Distinct())}] that did [{string.Join(", ", _deeds)}]: told {Answer}{(Error is null ? "" : $", {Error.GetType().Name}: {Error.Message}")}";
}
