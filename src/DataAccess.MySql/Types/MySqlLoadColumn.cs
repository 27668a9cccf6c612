namespace DataAccess.MySql.Types;

/// <summary>How the text of a column is turned into its value by LOAD DATA.</summary>
internal enum MySqlLoadColumn
{
    /// <summary>It might become another value than an insert makes of it.</summary>
    Unsafe,

    /// <summary>The server reads the text as it would read a literal.</summary>
    Text,

    /// <summary>Bytes as hexadecimal digits.</summary>
    Hex,

    /// <summary>A number for a column of bits, which takes text for bytes.</summary>
    Bits,
}
