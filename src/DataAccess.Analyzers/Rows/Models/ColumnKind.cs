namespace DataAccess.Analyzers.Rows.Models;

/// <summary>How a member is kept in a column.</summary>
internal enum ColumnKind
{
    /// <summary>No column holds it.</summary>
    None,

    /// <summary>A value type.</summary>
    Value,

    /// <summary>An enum, as its number.</summary>
    EnumNumber,

    /// <summary>An enum, as its name.</summary>
    EnumName,

    /// <summary>A number, as its digits.</summary>
    Digits,

    /// <summary>A string.</summary>
    Text,

    /// <summary>Bytes or an array.</summary>
    Reference,

    /// <summary>Whatever the driver has: only read.</summary>
    Object,

    /// <summary>JSON text.</summary>
    Json,

    /// <summary>What a converter makes of it.</summary>
    Converted,
}
