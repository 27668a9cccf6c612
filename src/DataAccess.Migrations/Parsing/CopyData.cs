namespace DataAccess.Migrations.Parsing;

/// <summary>The rows that a script has after a <c>copy … from stdin</c>.</summary>
/// <param name="Start">Where they start in the script.</param>
/// <param name="Line">The line of the first row, from 1.</param>
/// <param name="Open">Opens the rows, each with its line end, without the <c>\.</c> that ends them.</param>
internal sealed record CopyData(int Start, int Line, Func<TextReader> Open)
{
    /// <summary>All rows.</summary>
    public string Text
    {
        get
        {
            using var rows = Open();
            return rows.ReadToEnd();
        }
    }

    /// <summary>A line of the rows, from 1; empty past their end.</summary>
    public string RowAt(int number)
    {
        using var rows = Open();
        for (; number > 1; number--)
        {
            rows.ReadLine();
        }

        return rows.ReadLine() ?? "";
    }
}
