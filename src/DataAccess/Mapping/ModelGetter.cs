using System.Diagnostics.CodeAnalysis;

namespace DataAccess.Mapping;

/// <summary>Reads a member of a row that has a converter.</summary>
/// <param name="row">The row.</param>
/// <param name="value">The member.</param>
/// <returns>Whether it is not null.</returns>
internal delegate bool ModelGetter<in T, TModel>(T row, [NotNullWhen(true)] out TModel? value);
