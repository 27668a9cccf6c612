namespace DataAccess;

/// <summary>What a <see cref="BatchingWriter{T}"/> does with a row.</summary>
public enum RowChange : byte
{
    /// <summary>Inserts it.</summary>
    Insert,

    /// <summary>Writes its columns into the row with its key, and its version if it has one.</summary>
    Update,

    /// <summary>Deletes the row with its key.</summary>
    Delete,
}
