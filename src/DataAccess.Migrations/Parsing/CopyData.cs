namespace DataAccess.Migrations.Parsing;

/// <summary>The rows that a script has after a <c>copy … from stdin</c>.</summary>
/// <param name="Line">The line of the first row, from 1.</param>
/// <param name="Text">The rows, each with its line end, without the <c>\.</c> that ends them.</param>
internal sealed record CopyData(int Line, string Text)
{
    public TextReader Open() => new StringReader(Text);
}
