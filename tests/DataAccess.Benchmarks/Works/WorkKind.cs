namespace DataAccess.Benchmarks;

/// <summary>What a contender has to be able to do for a work.</summary>
internal enum WorkKind
{
    /// <summary>Read rows.</summary>
    Read,

    /// <summary>Insert a row, one caller.</summary>
    Write,

    /// <summary>Insert rows, many callers.</summary>
    WriteTogether,

    /// <summary>Insert many rows as fast as the library can.</summary>
    Stream,

    /// <summary>Take a connection and give it back.</summary>
    Lease,

    /// <summary>The same with more callers than connections, of which there are 8.</summary>
    Wait,

    /// <summary>Apply migrations to an empty database.</summary>
    Migrate,

    /// <summary>Say where migrations stand.</summary>
    MigrateStatus,
}
