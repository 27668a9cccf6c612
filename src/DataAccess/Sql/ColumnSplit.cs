namespace DataAccess.Sql;

/// <summary>How the columns of a result are told apart that become several objects.</summary>
/// <param name="IsPrefix">Whether each object's columns begin with its prefix; otherwise each object after the first begins at a column.</param>
/// <param name="Text">The prefixes or the columns. One text, so that two of them are equal if their names are.</param>
internal sealed record ColumnSplit(bool IsPrefix, string Text)
{
    private const char Separator = '\0';

    public ColumnSplit(bool isPrefix, string[] names)
        : this(isPrefix, string.Join(Separator, names))
    {
    }

    public string[] Names => Text.Split(Separator);
}
