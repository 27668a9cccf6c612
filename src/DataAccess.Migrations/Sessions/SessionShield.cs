using System.Runtime.InteropServices;

namespace DataAccess.Migrations.Sessions;

/// <summary>What makes the runner's own statements independent of what a file has set in the session.</summary>
/// <param name="Raise">Sent inside the transaction, before the runner's statements.</param>
/// <param name="Lower">Sent after the transaction, also after a rolled back one: gives the file its settings back. Empty where they come back by themselves.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SessionShield(IReadOnlyList<SqlStatement> Raise, IReadOnlyList<SqlStatement> Lower)
{
    public static SessionShield None { get; } = new([], []);
}
