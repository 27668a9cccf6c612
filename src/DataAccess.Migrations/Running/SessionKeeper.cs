using System.Buffers;
using DataAccess.Migrations.Dialects;
using DataAccess.Migrations.Files;
using DataAccess.Migrations.Sessions;

namespace DataAccess.Migrations.Running;

/// <summary>
/// Gives each file the session that it would have on its own: a new one where an earlier file may have left something in the old. Knows whether the runner's
/// own statements have to be shielded from what the running file has set.
/// </summary>
internal sealed class SessionKeeper(MigrationSession session, RunnerDialect dialect)
{
    /// <summary>Words that read what earlier statements left: a file that has one begins with a session that nothing ran in.</summary>
    private static readonly SearchValues<string> Readers = SearchValues.Create(
        ["currval", "lastval", "last_insert", "insert_id", "@@identity", "found_rows", "row_count", "changes"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Words of a definition by which ordinary statements run code.</summary>
    private static readonly SearchValues<string> Callers = SearchValues.Create(["trigger", "rule", "view", "policy", "check", "default", "generated"], StringComparison.OrdinalIgnoreCase);

    private readonly SessionEffect _effect = new(dialect.Flavour, session.Provider.Dialect);
    private bool _isUsed;
    private bool _hasRows;
    private bool _isUnusual;
    private bool? _hasHiddenCalls;

    /// <summary>Whether a file may have changed the session.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>Whether the runner's statements need a shield.</summary>
    public bool NeedsShield => IsChanged || _isUnusual;

    /// <summary>Looks at the session as the server gives it.</summary>
    public async ValueTask StartAsync(CancellationToken cancellationToken)
        => _isUnusual = await dialect.NeedsShieldAsync(session, cancellationToken).ConfigureAwait(false);

    /// <summary>What a statement that is about to run may leave.</summary>
    public void Note(MigrationStep step)
    {
        _isUsed = true;
        var isDefinition = _effect.IsDefinition(step);
        IsChanged = IsChanged || _effect.MayRemain(step, isDefinition);
        _hasRows |= !isDefinition;
        if (_hasHiddenCalls == false && isDefinition && MayCall(step.Statement.Text))
        {
            _hasHiddenCalls = null;
        }
    }

    /// <summary>The runner itself has changed settings for a file.</summary>
    public void NoteChange() => IsChanged = true;

    /// <summary>Whether the files have to begin with a new session.</summary>
    public async ValueTask<bool> IsStaleForAsync(IEnumerable<MigrationWork> works, CancellationToken cancellationToken)
        => IsChanged
        || (_isUsed && works.Any(static work => work.Steps.Any(static step => step.Statement.Text.AsSpan().ContainsAny(Readers))))
        || (_hasRows && await HasHiddenCallsAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>Begins a new session.</summary>
    public async ValueTask RenewAsync(CancellationToken cancellationToken)
    {
        await session.RenewAsync(dialect.LocksInSession ? (from, to) => dialect.HandOverLockAsync(from, to, cancellationToken) : null, cancellationToken).ConfigureAwait(false);
        (IsChanged, _isUsed, _hasRows) = (false, false, false);
        await StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A default that is a plain value calls nothing, and stands in the most common change of a table.</summary>
    private static bool MayCall(string definition)
        => definition.AsSpan().IndexOfAny(Callers) is >= 0 and var at
            && (!definition.AsSpan(at).StartsWith("default", StringComparison.OrdinalIgnoreCase) || definition.AsSpan(at).Contains('(') || definition.AsSpan(at + 1).ContainsAny(Callers));

    private async ValueTask<bool> HasHiddenCallsAsync(CancellationToken cancellationToken)
        => _hasHiddenCalls ??= dialect.HiddenCalls is { } query && await session.ScalarAsync(query, cancellationToken).ConfigureAwait(false) is not null;
}
