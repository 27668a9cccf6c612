using DataAccess.Mapping;
using DataAccess.PostgreSql.Types;

namespace DataAccess.PostgreSql.Inserting;

/// <summary>A table as the server describes it, as far as writing to it depends on that.</summary>
/// <param name="Columns">Its columns by name; none where there is no such table.</param>
/// <param name="Schema">The schema it is in.</param>
/// <param name="TakesCopy">Whether COPY does to it what INSERT does: it is no view, and has neither rules nor row security, nor what may swallow a row.</param>
/// <param name="KeepsValues">Whether what is stored is what was sent, as no trigger can change it before.</param>
/// <param name="Inserts">How to make sure that rows are stored.</param>
/// <param name="Updates">How to make sure that rows are stored or overwrite others.</param>
/// <param name="Signature">What changes when a column or a type does, or whether a row may be swallowed.</param>
internal sealed record TableShape(
    IReadOnlyDictionary<string, ColumnShape> Columns,
    string Schema,
    bool TakesCopy,
    bool KeepsValues,
    StoredCheck Inserts,
    StoredCheck Updates,
    string Signature)
{
    /// <summary>The encoder of each inserted column, or null where one of them has none or the table takes no COPY.</summary>
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
