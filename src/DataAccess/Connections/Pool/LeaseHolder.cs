namespace DataAccess.Connections.Pool;

/// <summary>Who asks for a lease: for the report of one that is held for too long, and how long he can wait.</summary>
/// <param name="Member">The member that acquired it, or the statement it was acquired for.</param>
/// <param name="File">The source file, or null.</param>
/// <param name="Line">The line in the file.</param>
/// <param name="Within">How long he can wait, where that is less than anybody may; else null.</param>
/// <param name="ForMany">Whether he asks for callers who are counted by themselves and leave by themselves: then no limit is his own.</param>
internal readonly record struct LeaseHolder(string Member, string? File = null, int Line = 0, TimeSpan? Within = null, bool ForMany = false)
{
    public override string ToString() => File is null ? Member : $"{Member} ({File}:{Line})";
}
