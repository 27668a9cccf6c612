using DataAccess.Cli.Import.Conversion;
using DataAccess.Cli.Import.Reading;
using DataAccess.Cli.Import.Tables;

namespace DataAccess.Cli.Import.Loading;

/// <summary>Converts a reader's current record to a row of the table.</summary>
internal sealed class RowConverter(IReadOnlyList<TargetColumn> columns)
{
    /// <returns>The problem of the record, or null.</returns>
    public RecordProblem? Convert(RecordReader reader, out ImportRow? row)
    {
        row = null;
        if (reader.Current.Problem is { } damaged)
        {
            return damaged;
        }

        var values = new object?[columns.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var column = columns[i];
            if (ConvertField(reader, column, out values[i]) is { } why)
            {
                return new RecordProblem(column.Field, why);
            }
        }

        row = new ImportRow(reader.Current.Line, reader.Current.Bytes, values);
        return null;
    }

    private static string? ConvertField(RecordReader reader, TargetColumn column, out object? value)
    {
        value = null;
        if (reader.FormOf(column.Field) == ValueForm.Missing)
        {
            value = column.EmptyIsText ? "" : null;
            return value is null && !column.IsNullable ? $"the value is missing, and column '{column.Name}' does not allow null" : null;
        }

        var text = reader.TextOf(column.Field);
        return column.Type.Parse(text, out value) is { } why ? $"{ShortText.Of(text)} {why}" : null;
    }
}
