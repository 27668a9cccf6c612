namespace DataAccess.Migrations.Tests.Runs;

/// <summary>Stands for the end of the process: after it the run sends nothing more.</summary>
public sealed class KilledException() : Exception("killed");
