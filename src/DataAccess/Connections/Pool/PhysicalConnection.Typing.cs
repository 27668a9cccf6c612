using DataAccess.Sql;

namespace DataAccess.Connections.Pool;

/// <content>How the text and enum parameters of a statement have to be sent.</content>
internal sealed partial class PhysicalConnection
{
    /// <summary>The limit on finding out how text parameters have to be sent; null for the connection string's.</summary>
    public int? TypingTimeoutSeconds { get; set; }

    /// <summary>Finds out how its text and enum parameters have to be sent, if that is not known. Before <see cref="AddTo"/>.</summary>
    public ValueTask LearnTypesAsync(SqlText text, CancellationToken cancellationToken)
        => text.Untyped is { IsKnown: false } untyped ? FindUntypedAsync(text, untyped, cancellationToken)
        : text.Enums is { IsKnown: false } enums ? FindNamedAsync(enums, cancellationToken)
        : default;

    private async ValueTask FindNamedAsync(EnumParameters enums, CancellationToken cancellationToken)
    {
        var columns = await _provider.FindColumnsAsync(Connection, enums.Names, cancellationToken).ConfigureAwait(false);
        enums.Learn([.. columns.Select(static c => (c.Name, c.StoresName, c.Names, c.StoresSeveral))]);
    }

    private async ValueTask FindUntypedAsync(SqlText text, UntypedText untyped, CancellationToken cancellationToken)
    {
        var texts = await _provider.FindUntypedTextAsync(
            Connection, text.Sql, text.ParameterTypes, untyped.Arguments, Transaction is not null || _dedicated is not null || IsBorrowed, TypingTimeoutSeconds, cancellationToken).ConfigureAwait(false);
        if (texts is not null)
        {
            untyped.Learn(texts);
        }
    }
}
