namespace DataAccess.Migrations.Parsing;

/// <summary>What the runner has to know of a statement to run it and to find out later whether it ran.</summary>
internal sealed record StatementTraits
{
    public static StatementTraits Ordinary { get; } = new();

    /// <summary>A migration in C#, whose statements are known only once it sends them.</summary>
    public static StatementTraits Code { get; } = new() { IsCode = true };

    /// <inheritdoc cref="Code"/>
    public bool IsCode { get; init; }

    /// <summary>Whether it can be rolled back, together with what is written down about it.</summary>
    public bool IsTransactional { get; init; } = true;

    /// <summary>Whether it only changes the session, so that a resumed run has to run it again.</summary>
    public bool IsSession { get; init; }

    /// <summary>Whether it leaves nothing of the session but the connection, so that a new session takes its place.</summary>
    public bool IsNewSession { get; init; }

    /// <summary>Whether it may commit by itself, or cannot always run in a transaction: outside of one in a file without a transaction, otherwise part of it.</summary>
    public bool MayCommit { get; init; }

    /// <summary>Whether it may have done a part of its work when the server answers with an error, and that part remains.</summary>
    public bool MayFailHalfway { get; init; }

    /// <summary>Whether it begins or ends a transaction, which is the runner's business.</summary>
    public bool IsTransactionControl { get; init; }

    /// <summary>Whether running it a second time leaves what the first left.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>Whether what it makes goes with the session, so that a run cannot be resumed after it.</summary>
    public bool IsLostWithSession { get; init; }

    /// <summary>Whether it may wait for locks without making others wait behind it, so that no lock timeout is needed.</summary>
    public bool WaitsHarmlessly { get; init; }

    /// <summary>What the catalog shows after it ran; all of it or nothing.</summary>
    public IReadOnlyList<SchemaEffect> Effects { get; init; } = [];

    /// <summary>The table it is about, for saying who holds its lock.</summary>
    public SchemaName? Table { get; init; }
}
