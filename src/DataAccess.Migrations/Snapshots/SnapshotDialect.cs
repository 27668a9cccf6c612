using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Sessions;
using DataAccess.Sql;

namespace DataAccess.Migrations.Snapshots;

/// <summary>What differs between engines where schemas are read. Instances have no state.</summary>
internal abstract class SnapshotDialect
{
    /// <summary>What an engine that has default privileges says of them, before the role, among what it does not read.</summary>
    public const string DefaultPrivileges = "default privileges of ";

    public abstract SqlFlavour Flavour { get; }

    /// <summary>What a snapshot never has, in words, for its head.</summary>
    public abstract string LeftOut { get; }

    /// <summary>What the session that runs a snapshot needs first.</summary>
    public virtual IReadOnlyList<string> Preamble => [];

    /// <summary>What the session takes back at the end.</summary>
    public virtual IReadOnlyList<string> Postamble => [];

    /// <summary>Reads the schema from the catalogue. Writes nothing.</summary>
    /// <param name="session">A session of its own, whose settings are changed.</param>
    /// <param name="omitted">Tables that are left out.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public abstract ValueTask<SchemaContent> ReadAsync(MigrationSession session, IReadOnlyCollection<string> omitted, CancellationToken cancellationToken);

    /// <summary>Whether the snapshot of a schema has what a statement did to the database, rows apart. False for one that is not known.</summary>
    /// <param name="words">The statement.</param>
    /// <param name="dialect">Knows the functions that change nothing.</param>
    public abstract bool Keeps(StatementWords words, SqlDialect dialect);

    /// <summary>A statement in the form in which two are compared.</summary>
    public virtual string Comparable(string statement) => statement;
}
