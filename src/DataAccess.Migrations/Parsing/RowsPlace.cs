using System.Runtime.InteropServices;

namespace DataAccess.Migrations.Parsing;

/// <summary>Where the rows of a COPY are in a script that is not held.</summary>
/// <param name="Start">Where they start in the script.</param>
/// <param name="Line">The line of the first row, from 1.</param>
/// <param name="FirstByte">Where they start in the file.</param>
/// <param name="End">Where they end in the file.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RowsPlace(int Start, int Line, int FirstByte, int End);
