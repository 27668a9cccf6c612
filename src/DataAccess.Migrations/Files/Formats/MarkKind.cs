namespace DataAccess.Migrations.Files.Formats;

/// <summary>What a directive of another tool means.</summary>
internal enum MarkKind
{
    /// <summary>What follows applies the migration.</summary>
    Up = 0,

    /// <summary>What follows undoes it.</summary>
    Down = 1,

    /// <summary>The whole file runs without a transaction.</summary>
    NoTransaction = 2,

    /// <summary>What follows is one statement, up to <see cref="BlockEnd"/>. The splitter finds that out by itself.</summary>
    BlockBegin = 3,
    BlockEnd = 4,

    /// <summary>It changes nothing here.</summary>
    Ignored = 5,

    /// <summary>It cannot be honoured.</summary>
    Refused = 6,
}
