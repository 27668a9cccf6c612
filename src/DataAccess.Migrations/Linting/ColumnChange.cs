using System.Runtime.InteropServices;

namespace DataAccess.Migrations;

/// <summary>What becomes of a column.</summary>
/// <param name="OldName">Its name before.</param>
/// <param name="Column">Its name and definition after.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ColumnChange(string OldName, ColumnClause Column);
