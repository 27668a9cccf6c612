using System.Runtime.InteropServices;

namespace DataAccess.Migrations.Linting;

/// <summary>A change of a column.</summary>
/// <param name="OldName">Its name before.</param>
/// <param name="Column">Its name and definition after.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ColumnChange(string OldName, ColumnClause Column)
{
    /// <summary>What an action makes of a column; null for another action.</summary>
    public static ColumnChange? In(WordRange action)
    {
        var at = action.At(1, "COLUMN") ? 2 : 1;
        at += action.At(at, "IF", "EXISTS") ? 2 : 0;
        if (action.At(0, "MODIFY"))
        {
            return new ColumnChange(action[at], CreateTable.ColumnOf(action.From(at)));
        }

        if (action.At(0, "CHANGE"))
        {
            return new ColumnChange(action[at], CreateTable.ColumnOf(action.From(at + 1)));
        }

        var type = action.At(0, "ALTER") ? action.At(at + 1, "TYPE") ? at + 2 : action.At(at + 1, "SET", "DATA", "TYPE") ? at + 4 : -1 : -1;
        return type > 0 ? new ColumnChange(action[at], new ColumnClause(action[at], action.From(type), action.LineAt(at))) : null;
    }
}
