using System.Runtime.InteropServices;

namespace DataAccess.Migrations.Files.Contents;

/// <summary>Where a statement is.</summary>
/// <param name="FirstByte">Where it starts in the file.</param>
/// <param name="Bytes">How many bytes it has.</param>
/// <param name="Start">Where it starts in the text.</param>
/// <param name="Length">How many characters it has.</param>
/// <param name="Line">The line it starts on, from 1.</param>
/// <param name="Column">The column it starts in, from 1.</param>
/// <param name="Flavour">The number of the rules that it was read by.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StatementPlace(int FirstByte, int Bytes, int Start, int Length, int Line, int Column, ushort Flavour);
