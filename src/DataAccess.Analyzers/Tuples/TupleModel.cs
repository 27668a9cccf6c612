using DataAccess.Analyzers.Rows.Models;

namespace DataAccess.Analyzers.Tuples;

/// <summary>A tuple whose map is made: all that the generated text depends on.</summary>
/// <param name="Type">The tuple without the names of its elements, and with its <c>?</c>.</param>
/// <param name="Elements">Its elements.</param>
internal sealed record TupleModel(string Type, EquatableArray<TupleElementModel> Elements);
