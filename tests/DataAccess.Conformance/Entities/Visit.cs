using System.ComponentModel.DataAnnotations.Schema;

namespace DataAccess.Conformance;

/// <summary>A row whose generated key tells in which order rows were inserted.</summary>
[Table("visits")]
[Row]
public sealed record Visit([property: DatabaseGenerated(DatabaseGeneratedOption.Identity)] long Id, string Place, int Number);
