namespace DataAccess.Analyzers.Rows.Models;

/// <summary>A parameter of the constructor through which rows become objects.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Member">The position of its member; negative for an optional one that has none.</param>
/// <param name="Default">The default of an optional one.</param>
internal sealed record ParameterModel(string Type, int Member, string? Default);
