namespace DataAccess.CheckedProgram;

/// <summary>A row without a needed member.</summary>
public sealed class PartName
{
    public long Id { get; set; }

    public string? Name { get; set; }

    public int Unused { get; set; }
}
