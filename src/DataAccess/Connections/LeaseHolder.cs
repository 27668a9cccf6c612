namespace DataAccess;

/// <summary>Who holds a lease, for the report of one that is held for too long.</summary>
/// <param name="Member">The member that acquired it, or the statement it was acquired for.</param>
/// <param name="File">The source file, or null.</param>
/// <param name="Line">The line in the file.</param>
internal readonly record struct LeaseHolder(string Member, string? File = null, int Line = 0)
{
    public override string ToString() => File is null ? Member : $"{Member} ({File}:{Line})";
}
