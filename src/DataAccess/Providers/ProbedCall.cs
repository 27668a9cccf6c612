using System.Data.Common;
using System.Diagnostics;

namespace DataAccess.Providers;

/// <summary>One exchange with the database: something is sent, and its answer is awaited.</summary>
public sealed class ProbedCall
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private TimeSpan? _elapsed;

    internal ProbedCall(ProbedCallKind kind, IReadOnlyList<string> texts, int parameterCount, DbConnection connection, DbTransaction? transaction, DatabaseProvider provider)
    {
        Kind = kind;
        Texts = texts;
        ParameterCount = parameterCount;
        Connection = connection;
        Transaction = transaction;
        Provider = provider;
    }

    /// <summary>What is sent.</summary>
    public ProbedCallKind Kind { get; }

    /// <summary>The statements' texts, with their parameters in place of the values; for a batch of a writer, the name of its table.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>The number of values that are sent with the texts; 0 for a batch of a writer.</summary>
    public int ParameterCount { get; }

    /// <summary>The connection, on which nothing else runs.</summary>
    public DbConnection Connection { get; }

    /// <summary>The transaction, which a command on the connection may have to be given; null if there is none.</summary>
    public DbTransaction? Transaction { get; }

    /// <summary>The database's package.</summary>
    public DatabaseProvider Provider { get; }

    /// <summary>The rows that came back or were changed, or those of a batch; null if it is not known, as for a stream.</summary>
    public long? Rows { get; internal set; }

    /// <summary>What the call failed with; null while it has not.</summary>
    public Exception? Exception { get; internal set; }

    /// <summary>The time since the call began, also while it waited for a probe; fixed once it has ended.</summary>
    public TimeSpan Elapsed => _elapsed ?? Stopwatch.GetElapsedTime(_started);

    internal void End() => _elapsed = Stopwatch.GetElapsedTime(_started);
}
