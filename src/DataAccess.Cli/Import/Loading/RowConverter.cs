using DataAccess.Cli.Import.Conversion;
using DataAccess.Cli.Import.Reading;
using DataAccess.Cli.Import.Tables;

namespace DataAccess.Cli.Import.Loading;

/// <summary>Turns the record a reader stands at into a row of the table.</summary>
internal sealed class RowConverter(IReadOnlyList<TargetColumn> columns)
{
    /// <returns>What is wrong with the record, or null.</returns>
    public RecordProblem? Convert(IRecordReader reader, out ImportRow? row)
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

    private static string? ConvertField(IRecordReader reader, TargetColumn column, out object? value)
    {
        value = null;
        if (reader.FormOf(column.Field) == ValueForm.Missing)
        {
            value = column.EmptyIsText ? "" : null;
            return value is null && !column.IsNullable ? $"there is no value, and column '{column.Name}' takes no null" : null;
        }

        var text = reader.TextOf(column.Field);
        return column.Type.Parse(text, out value) is { } why ? $"{ShortText.Of(text)} {why}" : null;
    }
}
