namespace DataAccess.Testing;

/// <summary>What a test sees of a database, and does to it.</summary>
public static class DatabaseTestingExtensions
{
    /// <summary>Records what the database sends from now on, until the recorder is disposed.</summary>
    /// <param name="database">The database, of which everything is recorded: its sessions, transactions and writers.</param>
    /// <returns>The recorder.</returns>
    public static StatementRecorder RecordStatements(this Database database)
    {
        ArgumentNullException.ThrowIfNull(database);
        return new StatementRecorder(database);
    }

    /// <summary>Makes a switch for failures of the database. None happens before one is asked for.</summary>
    /// <param name="database">The database, of which every session, transaction and writer may meet the failures.</param>
    /// <returns>The switch. Faults that have not happened when it is disposed do not happen any more.</returns>
    public static FaultSwitch InjectFaults(this Database database)
    {
        ArgumentNullException.ThrowIfNull(database);
        return new FaultSwitch(database);
    }
}
