using DataAccess.Providers;

namespace DataAccess.Conformance;

/// <summary>A database that cannot be reached, or is lost before the answer to a batch that it has committed.</summary>
internal sealed class Refusal : DatabaseProbe
{
    private volatile bool _refuses;
    private volatile bool _losesAnswers;

    /// <summary>Whether there is no connection.</summary>
    public bool Refuses
    {
        get => _refuses;
        set => _refuses = value;
    }

    /// <summary>Whether the next batch's answer is lost; then there is no connection any more.</summary>
    public bool LosesAnswers
    {
        get => _losesAnswers;
        set => _losesAnswers = value;
    }

    /// <summary>The database.</summary>
    public Database? Database { get; set; }

    public override void Leasing()
    {
        if (Refuses)
        {
            throw new PoolTimeoutException("No connection became free. A test made this happen.", Database!.Connections.Statistics);
        }
    }

    public override ValueTask AnsweredAsync(ProbedCall call, CancellationToken cancellationToken)
    {
        if (call.Kind == ProbedCallKind.Batch && LosesAnswers)
        {
            Refuses = true;
            throw call.Provider.LoseAnswer(call.Connection, isCommitted: true);
        }

        return default;
    }
}
