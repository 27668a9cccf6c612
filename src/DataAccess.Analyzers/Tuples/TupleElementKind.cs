namespace DataAccess.Analyzers.Tuples;

/// <summary>How an element of a tuple is read.</summary>
internal enum TupleElementKind
{
    /// <summary>A value type of one column.</summary>
    Value,

    /// <summary>A string.</summary>
    Text,

    /// <summary>Bytes, an array, or whatever the driver has.</summary>
    Reference,

    /// <summary>An object of several columns, or of one by its converter.</summary>
    Row,
}
