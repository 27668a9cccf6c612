namespace DataAccess;

/// <summary>What a constraint demands that a row does not do.</summary>
public enum ConstraintKind
{
    /// <summary>A key that no other row has: a primary key, a unique constraint or a unique index.</summary>
    Unique = 0,

    /// <summary>A row that it refers to; or no row that refers to it, where it is deleted or its key is changed.</summary>
    ForeignKey = 1,

    /// <summary>A condition.</summary>
    Check = 2,

    /// <summary>A value. On MySQL and MariaDB also of a column without a default that an insert leaves out.</summary>
    NotNull = 3,

    /// <summary>No other row that it overlaps: an exclusion constraint of PostgreSQL.</summary>
    Exclusion = 4,
}
