namespace DataAccess.Testing.Tests;

/// <summary>A row of the tests' own migrations.</summary>
[Table("items")]
public sealed class TestItem
{
    [Key]
    public long Id { get; set; }

    public string Name { get; set; } = "";
}
