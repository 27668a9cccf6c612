using System.ComponentModel.DataAnnotations.Schema;

namespace DataAccess.Conformance;

/// <summary>A row with one value of any type.</summary>
/// <param name="Id">The key.</param>
/// <param name="Value">The value.</param>
[Table("boxes")]
public sealed record Box<T>(int Id, T Value);

/// <summary>The repository of a box.</summary>
/// <param name="db">The database.</param>
public sealed class Boxes<T>(DatabaseSession db) : Repository<Box<T>, int>(db);
