namespace DataAccess.Connections.Pool;

/// <summary>The holder of a lease: for the report of a lease that is held for too long, and how long the caller can wait.</summary>
/// <param name="Member">The member that acquired it, or the statement it was acquired for.</param>
/// <param name="File">The source file, or null.</param>
/// <param name="Line">The line in the file.</param>
/// <param name="Within">How long the caller can wait, if that is less than the general limit; otherwise null.</param>
/// <param name="ForMany">Whether the lease is for callers that are counted separately and leave separately: then no limit applies to the holder itself.</param>
internal readonly record struct LeaseHolder(string Member, string? File = null, int Line = 0, TimeSpan? Within = null, bool ForMany = false)
{
    public override string ToString() => File is null ? Member : $"{Member} ({File}:{Line})";
}
