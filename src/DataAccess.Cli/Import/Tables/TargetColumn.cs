using DataAccess.Cli.Import.Conversion;

namespace DataAccess.Cli.Import.Tables;

/// <summary>A column that is loaded, and the field its values come from.</summary>
/// <param name="Field">The field's position in the file, from 0.</param>
/// <param name="Name">The column's name.</param>
/// <param name="Type">The type its values are sent as.</param>
/// <param name="IsNullable">Whether it allows null.</param>
/// <param name="IsKey">Whether it is the table's primary key, or a part of it, and the file has all of the key.</param>
internal sealed record TargetColumn(int Field, string Name, ColumnType Type, bool IsNullable, bool IsKey = false)
{
    /// <summary>Whether an empty cell is an empty text, as the column is text and does not allow null.</summary>
    public bool EmptyIsText => !IsNullable && Type.ClrType == typeof(string);
}
