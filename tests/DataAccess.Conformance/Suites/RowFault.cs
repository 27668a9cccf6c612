namespace DataAccess.Conformance;

/// <summary>A way to refuse a row with words that might be of the table.</summary>
/// <param name="Good">A sensor that is taken.</param>
/// <param name="Bad">A sensor that is rejected.</param>
/// <param name="Setup">The statements that make the table.</param>
public sealed record RowFault(string Good, string Bad, params string[] Setup);
