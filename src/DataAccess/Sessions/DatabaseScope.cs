using System.Diagnostics.CodeAnalysis;
using DataAccess.Connections;
using DataAccess.Connections.Pool;
using DataAccess.Providers;
using DataAccess.Sessions;
using DataAccess.Sql;

namespace DataAccess;

/// <summary>
/// The query methods of a database with a deadline, with values in the database's session, for statements that only read, or with several of these:
/// <c>db.As(("tenant", 7)).Within(TimeSpan.FromSeconds(2))</c>. It can also be passed to a repository, and is safe for concurrent use.
/// </summary>
public sealed class DatabaseScope : DatabaseSession
{
    private static readonly TransactionOptions Reading = new() { ReadOnly = true };

    private readonly string _valuePrefix;
    private SessionValues? _values;
    private bool _onlyReads;
    private TimeSpan? _budget;
    private long _started;

    /// <param name="context">The database.</param>
    /// <param name="valuePrefix">What the names of session values begin with.</param>
    internal DatabaseScope(SessionContext context, string valuePrefix)
        : base(context)
        => _valuePrefix = valuePrefix;

    private TimeSpan? Left => _budget is { } budget ? budget - Context.Time.GetElapsedTime(_started) : null;

    /// <inheritdoc cref="Database.Within"/>
    /// <remarks>Of several deadlines the first one holds.</remarks>
    public DatabaseScope Within(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero);
        return Left is { } left && left < time ? Copy() : WithBudget(time);
    }

    /// <inheritdoc cref="Database.ReadOnly"/>
    public DatabaseScope ReadOnly()
    {
        var scope = Copy();
        scope._onlyReads = true;
        return scope;
    }

    /// <inheritdoc cref="Database.As(object)"/>
    /// <exception cref="InvalidOperationException">The session has values already.</exception>
    [RequiresUnreferencedCode("The properties of the object are found by reflection. Pass names and values: As((\"tenant\", 7)).")]
    public DatabaseScope As(object values) => As(ValuesOfObject.Read(values));

    /// <inheritdoc cref="Database.As(object)"/>
    /// <param name="values">The values by name.</param>
    /// <exception cref="InvalidOperationException">The session has values already.</exception>
    public DatabaseScope As(IReadOnlyDictionary<string, object?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return As([.. values.Select(static pair => (pair.Key, pair.Value))]);
    }

    /// <inheritdoc cref="Database.As(object)"/>
    /// <param name="values">The names and values.</param>
    /// <exception cref="InvalidOperationException">The session has values already.</exception>
    public DatabaseScope As(params ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (Provider.SessionValueLife == SessionValueLife.None)
        {
            throw new NotSupportedException($"The package of {Provider.SystemName} has no session values.");
        }

        if (_values is not null)
        {
            throw new InvalidOperationException("The session has values already, which would no longer be seen. Give all values in one call of As.");
        }

        var scope = Copy();
        scope._values = new SessionValues(_valuePrefix, values);
        return scope;
    }

    /// <inheritdoc/>
    public override async ValueTask InTransactionAsync(
        Func<DatabaseTransaction, CancellationToken, ValueTask> work, CancellationToken cancellationToken = default)
    {
        using var clock = StartClock(cancellationToken);
        try
        {
            await Context.InTransactionAsync(
                _onlyReads ? Reading : TransactionOptions.Default, work, _budget is null ? null : () => Left!.Value, clock?.Token ?? cancellationToken, _values).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (clock?.HasExpired(cancellationToken) == true)
        {
            throw clock.Exceeded(exception);
        }
    }

    /// <summary>The same with a deadline, which starts now.</summary>
    internal DatabaseScope WithBudget(TimeSpan budget)
    {
        var scope = Copy();
        (scope._budget, scope._started) = (budget, Context.Time.GetTimestamp());
        return scope;
    }

    private protected override bool IsSaidToRead => _onlyReads;

    private protected override CallClock? StartClock(CancellationToken cancellationToken)
        => _budget is { } budget ? new CallClock(budget, Left!.Value, Context.Time, cancellationToken) : null;

    private protected override ValueTask<ConnectionLease> BeginAsync(SqlText text, CancellationToken cancellationToken)
        => _values is null && !_onlyReads ? Context.AcquireAsync(text, Left, cancellationToken) : BeginWithStateAsync(text, cancellationToken);

    private async ValueTask<ConnectionLease> BeginWithStateAsync(SqlText text, CancellationToken cancellationToken)
    {
        if (!_onlyReads)
        {
            var writer = await Context.AcquireAsync(text, Left, cancellationToken).ConfigureAwait(false);
            writer.Physical.UseValues(_values!);
            return writer;
        }

        var lease = await Context.Connections.AcquireAsync(ConnectionRole.Reader, new LeaseHolder(text.Sql, Within: Left), cancellationToken).ConfigureAwait(false);
        try
        {
            await lease.Physical.RestrictToReadsAsync(cancellationToken).ConfigureAwait(false);
            if (_values is not null)
            {
                lease.Physical.UseValues(_values);
            }

            return lease;
        }
        catch (Exception)
        {
            await lease.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private DatabaseScope Copy()
        => new(Context, _valuePrefix) { _values = _values, _onlyReads = _onlyReads, _budget = _budget, _started = _started };
}
