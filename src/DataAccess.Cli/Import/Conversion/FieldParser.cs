namespace DataAccess.Cli.Import.Conversion;

/// <summary>Turns the text of a value into one of a column's type.</summary>
/// <param name="text">The text, not empty.</param>
/// <param name="value">The value, or null where it is none.</param>
/// <returns>Null, or why it is none: the end of a sentence that begins with the value.</returns>
internal delegate string? FieldParser(ReadOnlySpan<char> text, out object? value);
