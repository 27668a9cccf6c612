namespace DataAccess.Cli.Import.Reading;

/// <summary>How a record states a value.</summary>
internal enum ValueForm
{
    /// <summary>There is none: an empty cell, a JSON null, a key that is missing.</summary>
    Missing = 0,

    /// <summary>As text whose type nobody stated: a cell.</summary>
    Untyped = 1,

    /// <summary>As text that is stated to be text: a JSON string, or JSON inside JSON.</summary>
    Text = 2,
}
