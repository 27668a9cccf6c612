using System.ComponentModel.DataAnnotations.Schema;

namespace DataAccess.EntityFramework.Tests;

/// <summary>A row as Entity Framework and a repository know it.</summary>
[Table("kept")]
public sealed class KeptEntity
{
    [Column("id")]
    [System.ComponentModel.DataAnnotations.Key]
    [DatabaseGenerated(DatabaseGeneratedOption.None)]
    public int Id { get; set; }

    [Column("note")]
    public string? Note { get; set; }
}
