using DataAccess.Providers;

namespace DataAccess.Sessions;

/// <summary>What the caller of a transaction has open in it. It is used by one call at a time, as the transaction is.</summary>
internal sealed class OpenParts
{
    private readonly List<IOpenInTransaction> _parts = [];

    public int Count => _parts.Count;

    public void Add(IOpenInTransaction part) => _parts.Add(part);

    public void Remove(IOpenInTransaction part) => _parts.Remove(part);

    /// <summary>Sends what the parts hold.</summary>
    public async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        foreach (var part in _parts.ToArray())
        {
            await part.SendAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What each part knows, for <see cref="Return"/>.</summary>
    public (IOpenInTransaction Part, object Known)[] Remember() => _parts.Count == 0 ? [] : [.. _parts.Select(static part => (part, part.Remember()))];

    /// <summary>Whether one was opened since, and is open.</summary>
    public bool HasOther((IOpenInTransaction Part, object Known)[] remembered)
        => _parts.Exists(part => !Array.Exists(remembered, r => ReferenceEquals(r.Part, part)));

    /// <summary>The savepoint was rolled back: what was opened since it was set has ended.</summary>
    public void Return((IOpenInTransaction Part, object Known)[] remembered)
    {
        foreach (var (part, known) in remembered)
        {
            part.Return(known);
        }

        foreach (var part in _parts.Where(part => !Array.Exists(remembered, r => ReferenceEquals(r.Part, part))).ToArray())
        {
            part.End("It was opened in a savepoint that has been rolled back. Open it again.");
            _parts.Remove(part);
        }
    }

    /// <summary>The transaction has ended.</summary>
    public void End()
    {
        foreach (var part in _parts)
        {
            part.End("The transaction in which it was opened has ended. Use it inside the work.");
        }

        _parts.Clear();
    }
}
