using DataAccess.Mapping;
using DataAccess.PostgreSql.Types;

namespace DataAccess.PostgreSql.Inserting;

/// <summary>A table as the server describes it, as far as it matters for writing.</summary>
/// <param name="Columns">Its columns by name; none if there is no such table.</param>
/// <param name="Schema">The schema it is in.</param>
/// <param name="TakesCopy">Whether COPY is equivalent to INSERT: it is not a view, has neither rules nor row security, and nothing may swallow a row.</param>
/// <param name="KeepsValues">Whether the values stored are the values sent, because no trigger can change them before.</param>
/// <param name="Inserts">How to verify that rows are stored.</param>
/// <param name="Updates">How to verify that rows are stored or overwrite others.</param>
/// <param name="Signature">A text that changes when a column or a type changes, or whether a row may be swallowed.</param>
internal sealed record TableShape(
    IReadOnlyDictionary<string, ColumnShape> Columns,
    string Schema,
    bool TakesCopy,
    bool KeepsValues,
    StoredCheck Inserts,
    StoredCheck Updates,
    string Signature)
{
    /// <summary>The encoder of each inserted column, or null if one of them has none or the table does not support COPY.</summary>
    public Delegate[]? EncodersFor<T>(IReadOnlyList<ColumnMap<T>> inserted)
    {
        if (!TakesCopy || inserted.Count == 0)
        {
            return null;
        }

        var encoders = new Delegate[inserted.Count];
        for (var i = 0; i < encoders.Length; i++)
        {
            if (!Columns.TryGetValue(inserted[i].Column, out var column)
                || column.IsGenerated
                || PostgreSqlTypes.Find(inserted[i].Type)?.EncoderFor(column.CopyType ?? "") is not { } encoder)
            {
                return null;
            }

            encoders[i] = encoder;
        }

        return encoders;
    }
}
