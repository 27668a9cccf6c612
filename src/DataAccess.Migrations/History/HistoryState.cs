namespace DataAccess.Migrations.History;

/// <summary>How far a migration is, as the history has it.</summary>
internal enum HistoryState
{
    Applied = 0,

    /// <summary>Some steps ran; <c>up</c> goes on.</summary>
    Applying = 1,

    /// <summary>Some steps of the way back ran; <c>down</c> goes on.</summary>
    Undoing = 2,

    /// <summary>Taken as applied without being run.</summary>
    Baseline = 3,
}
