using System.ComponentModel.DataAnnotations.Schema;

namespace DataAccess.Conformance;

/// <summary>A row with a key of any type; a class that can be changed, so that two callers must not share it.</summary>
[Table("keyed")]
public sealed class Keyed<TKey>
    where TKey : notnull
{
    public required TKey Id { get; init; }

    public int Number { get; set; }
}
