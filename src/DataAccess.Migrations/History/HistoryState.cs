namespace DataAccess.Migrations.History;

/// <summary>How far a migration is, according to the history.</summary>
internal enum HistoryState
{
    Applied = 0,

    /// <summary>Some steps ran; <c>up</c> continues.</summary>
    Applying = 1,

    /// <summary>Some steps of the down script ran; <c>down</c> continues.</summary>
    Undoing = 2,

    /// <summary>Marked as applied without being run.</summary>
    Baseline = 3,
}
