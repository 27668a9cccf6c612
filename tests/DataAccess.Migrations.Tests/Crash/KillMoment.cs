namespace DataAccess.Migrations.Tests.Crash;

/// <summary>When the runner's process is killed, by one of its statements.</summary>
public enum KillMoment
{
    /// <summary>It was about to be sent, and nothing of it reached the server.</summary>
    Before = 0,

    /// <summary>The server is at it.</summary>
    During = 1,

    /// <summary>The server has done it, and its answer never arrives.</summary>
    After = 2,
}
