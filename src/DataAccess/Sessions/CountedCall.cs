using System.Runtime.InteropServices;
using DataAccess.Connections.Statements;

namespace DataAccess.Sessions;

/// <summary>A statement of which it is to be known how many rows it changes, or finds.</summary>
/// <param name="Call">The statement.</param>
/// <param name="IsQuery">Whether it gives rows.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CountedCall(StatementCall Call, bool IsQuery);
