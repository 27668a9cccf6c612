using System.ComponentModel.DataAnnotations.Schema;

namespace DataAccess.Testing.Tests;

/// <summary>A row of the tests' own table.</summary>
[Table("items")]
public sealed record TestItem(long Id, string Name);

/// <summary>The repository of the rows.</summary>
public sealed class TestItems(DatabaseSession db) : Repository<TestItem, long>(db);
