namespace DataAccess.Migrations;

/// <summary>Which tenants are migrated, and how many at a time. A tenant is a schema on PostgreSQL, a database on MySQL and MariaDB, a file on SQLite.</summary>
public sealed class TenantOptions
{
    /// <summary>
    /// The names of the tenants: on PostgreSQL, MySQL and MariaDB a pattern of LIKE, where <c>%</c> stands for any text, <c>_</c> for any one character, and a
    /// backslash takes that from the next; on SQLite a path whose last part may have <c>*</c> and <c>?</c>, relative to the working directory. Null, the
    /// default, for <see cref="Query"/>.
    /// </summary>
    public string? Pattern { get; set; }

    /// <summary>A query on the database whose first column has the names. Null, the default, for <see cref="Pattern"/>.</summary>
    public string? Query { get; set; }

    /// <summary>How many tenants are worked on at the same time. Default 4. A tenant has one connection, and a second one for a moment between two files.</summary>
    public int Parallel { get; set; } = 4;

    /// <summary>Whether no other tenant is begun after one has failed; those that are at work go on to their end. Default false.</summary>
    public bool FailFast { get; set; }

    /// <summary>The options that each tenant's database is opened with; null, the default, for the default ones.</summary>
    public DatabaseOptions? Database { get; set; }

    /// <exception cref="InvalidOptionsException">Some are not valid; the message names all of them.</exception>
    internal void Validate()
    {
        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(Pattern) == string.IsNullOrWhiteSpace(Query))
        {
            problems.Add($"Set exactly one of {nameof(Pattern)} and {nameof(Query)}.");
        }

        if (Parallel is < 1 or > 1000)
        {
            problems.Add(Invariant($"{nameof(Parallel)} is {Parallel}; it must be from 1 to 1000."));
        }

        if (problems.Count > 0)
        {
            throw new InvalidOptionsException("The tenant options are not valid. " + string.Join(" ", problems));
        }
    }
}
