namespace DataAccess.Cli.Import.Conversion;

/// <summary>Converts text to a value of a column's type.</summary>
/// <param name="text">The text, not empty.</param>
/// <param name="value">The value, or null if the text is not valid.</param>
/// <returns>Null, or why the text is not valid: the end of a sentence that begins with the value.</returns>
internal delegate string? FieldParser(ReadOnlySpan<char> text, out object? value);
