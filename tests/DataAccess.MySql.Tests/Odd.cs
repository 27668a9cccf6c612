namespace DataAccess.MySql.Tests;

/// <summary>A row with a value of any type.</summary>
internal sealed record Odd(long Id, object? Value);
