namespace DataAccess.MySql.Types;

/// <summary>How LOAD DATA converts the text of a column to its value.</summary>
internal enum MySqlLoadColumn
{
    /// <summary>The value might differ from the one that an insert stores.</summary>
    Unsafe,

    /// <summary>The server reads the text as it would read a literal.</summary>
    Text,

    /// <summary>Bytes as hexadecimal digits.</summary>
    Hex,

    /// <summary>A number for a bit column, which interprets text as bytes.</summary>
    Bits,
}
