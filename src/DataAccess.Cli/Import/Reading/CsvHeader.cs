namespace DataAccess.Cli.Import.Reading;

/// <summary>The header of a delimited file.</summary>
internal static class CsvHeader
{
    /// <exception cref="MalformedInputException">It is damaged, or a name is missing or appears twice.</exception>
    public static IReadOnlyList<string> Read(CsvParser parser, RawRecord header, string file)
    {
        if (header.Problem is { } problem)
        {
            throw new MalformedInputException(Invariant($"{file}: the header in line {header.Line} cannot be read: {problem.Reason}."));
        }

        var names = new List<string>();
        var count = parser.Scan(header.Bytes.Span, final: true).Fields;
        for (var i = 0; i < count; i++)
        {
            var name = parser.TextOf(i, header.Bytes.Span).ToString();
            if (string.IsNullOrWhiteSpace(name))
            {
                throw new MalformedInputException(Invariant($"{file}: column {i + 1} of the header in line {header.Line} has no name."));
            }

            if (names.Contains(name))
            {
                throw new MalformedInputException(Invariant($"{file}: the header in line {header.Line} names the column '{name}' twice."));
            }

            names.Add(name);
        }

        return names;
    }
}
