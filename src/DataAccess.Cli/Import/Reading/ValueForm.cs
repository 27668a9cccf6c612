namespace DataAccess.Cli.Import.Reading;

/// <summary>The form of a value in a record.</summary>
internal enum ValueForm
{
    /// <summary>No value: an empty cell, a JSON null, a missing key.</summary>
    Missing = 0,

    /// <summary>Text of no stated type: a cell.</summary>
    Untyped = 1,

    /// <summary>Text that is stated to be text: a JSON string, or JSON inside JSON.</summary>
    Text = 2,
}
