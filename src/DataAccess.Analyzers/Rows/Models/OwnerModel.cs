namespace DataAccess.Analyzers.Rows.Models;

/// <summary>A type with a member that only an accessor reaches. Accessors of a generic type are declared in a class with the same type parameters.</summary>
/// <param name="Name">The type, with its own type parameters.</param>
/// <param name="Parameters">The type parameters, as <c>&lt;T&gt;</c>; empty if there are none.</param>
/// <param name="Arguments">Their arguments.</param>
/// <param name="Constraints">Their constraints, as <c>where T : class</c>.</param>
/// <param name="IsValueType">Whether it is a struct.</param>
internal sealed record OwnerModel(string Name, string Parameters, string Arguments, string Constraints, bool IsValueType);
