using System.Text;

namespace DataAccess.Migrations.Tests.Crash;

/// <summary>How a statement looks on the wire, where the journal sends the same text as a value.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="IsCommand">Whether the byte before it is that of a command.</param>
internal sealed record CommandPattern(string Statement, Predicate<byte> IsCommand)
{
    public Matcher NewMatcher() => new(Encoding.UTF8.GetBytes(Statement), IsCommand);

    /// <summary>Looks at a stream piece by piece; a statement may be cut anywhere.</summary>
    internal sealed class Matcher(byte[] statement, Predicate<byte> isCommand)
    {
        private byte[] _tail = [];

        public bool Finds(ReadOnlySpan<byte> chunk)
        {
            byte[] text = [.. _tail, .. chunk];
            _tail = text[Math.Max(0, text.Length - statement.Length)..];
            for (var from = 0; text.AsSpan(from).IndexOf(statement) is >= 0 and var at; from += at + 1)
            {
                if (from + at > 0 && isCommand(text[from + at - 1]))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
