namespace DataAccess.Analyzers.Rows.Symbols;

/// <summary>The kinds of problems of a row's type.</summary>
internal enum RowProblemKind
{
    /// <summary>Generated code cannot reach the type, or cannot make an object of it.</summary>
    Type,

    /// <summary>A member that no column holds, or that generated code cannot set.</summary>
    Member,

    /// <summary>Two members with one column.</summary>
    SharedColumn,

    /// <summary>JSON without a context.</summary>
    JsonWithoutContext,
}
