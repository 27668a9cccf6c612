using DataAccess.Providers;

namespace DataAccess.Testing;

/// <summary>One call that was sent.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="Texts">The statements' texts, with parameters in place of values; several if they were sent together. For a batch of a writer, its table.</param>
/// <param name="ParameterCount">The number of values that were sent with the texts; 0 for a batch of a writer.</param>
/// <param name="Rows">The rows that came back or were changed, or those of a batch; null if it is not known, as for a stream or a single value.</param>
/// <param name="Duration">The time until the answer was read; for a stream, until its first rows.</param>
/// <param name="Transaction">A number for the transaction, from 1 in the order in which they are seen; null outside of any, and for a batch of a writer, which has its own.</param>
/// <param name="Exception">What it failed with, or null.</param>
public sealed record SentStatement(
    ProbedCallKind Kind, IReadOnlyList<string> Texts, int ParameterCount, long? Rows, TimeSpan Duration, int? Transaction, Exception? Exception)
{
    /// <summary>The text; the texts with semicolons between them, if there are several.</summary>
    public string Text => string.Join("; ", Texts);

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = Kind == ProbedCallKind.Batch ? $"(batch of a writer) {Text}" : Plain(Text);
        var rows = Rows is { } count ? Invariant($", {count} rows") : "";
        var transaction = Transaction is { } number ? Invariant($", transaction {number}") : "";
        return Invariant($"{text} [{ParameterCount} parameters{rows}, {Duration.TotalMilliseconds:0.0} ms{transaction}]") + (Exception is null ? "" : $" failed: {Exception.Message}");
    }

    internal bool Contains(string part) => Plain(Text).Contains(Plain(part), StringComparison.OrdinalIgnoreCase);

    private static string Plain(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
