namespace DataAccess.Analyzers.Tuples;

/// <summary>An element of a tuple.</summary>
/// <param name="Type">Its type without <c>?</c>.</param>
/// <param name="Kind">How it is read.</param>
/// <param name="IsNullable">Whether it is a value type with <c>?</c>.</param>
internal sealed record TupleElementModel(string Type, TupleElementKind Kind, bool IsNullable);
