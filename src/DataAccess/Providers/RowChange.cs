namespace DataAccess.Providers;

/// <summary>What a batch does with one of its rows.</summary>
internal enum RowChange : byte
{
    /// <summary>Inserts it.</summary>
    Insert,

    /// <summary>Writes its columns into the row with its key, and its version if it has one.</summary>
    Update,

    /// <summary>Deletes the row with its key.</summary>
    Delete,
}
