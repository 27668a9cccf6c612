namespace DataAccess.Analyzers.Rows.Models;

/// <summary>A type whose map is made: all that the generated text depends on.</summary>
/// <param name="Type">The type, from <c>global::</c> on.</param>
/// <param name="Name">Its name, for the name of the class.</param>
/// <param name="File">The name of the generated file.</param>
/// <param name="Table">The table.</param>
/// <param name="Schema">Its schema, or null.</param>
/// <param name="Json">The JSON context, or null.</param>
/// <param name="Members">The members, in the order of the columns.</param>
/// <param name="Parameters">The constructor's parameters.</param>
internal sealed record RowModel(
    string Type, string Name, string File, string Table, string? Schema, string? Json, EquatableArray<MemberModel> Members, EquatableArray<ParameterModel> Parameters)
{
    public bool IsValueType { get; init; }

    /// <summary>Whether the constructor leaves required members unset, so that only an accessor can call it; null if it does not.</summary>
    public OwnerModel? Constructor { get; init; }
}
