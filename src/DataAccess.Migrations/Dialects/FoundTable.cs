using System.Runtime.InteropServices;

namespace DataAccess.Migrations.Dialects;

/// <summary>A table that may be a history.</summary>
/// <param name="Schema">Its schema; null where there is only one.</param>
/// <param name="Owner">Who owns it.</param>
/// <param name="IsReadable">Whether this user may read it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FoundTable(string? Schema, string Owner, bool IsReadable);
