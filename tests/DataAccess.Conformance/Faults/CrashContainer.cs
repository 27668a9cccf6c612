using Docker.DotNet.Models;
using DotNet.Testcontainers.Containers;
using Xunit;

namespace DataAccess.Conformance.Faults;

/// <summary>
/// How the container of a crash test is set up: the server is a child of a shell, so that it can be killed and started again
/// without the container; and there is a small disk.
/// </summary>
public static class CrashContainer
{
    /// <summary>A file system in memory with room for a few rows.</summary>
    public const string SmallDisk = "/small";

    private const string PidFile = "/tmp/server.pid";
    private const string StayDown = "/tmp/stay-down";
    private const string Filler = SmallDisk + "/filler";

    public static void Prepare(CreateContainerParameters parameters, string server)
    {
        var start = $"docker-entrypoint.sh {server} {string.Join(' ', parameters.Cmd ?? [])} {(server == "mysqld" ? $"--innodb-directories={SmallDisk}" : "")}";
        parameters.Entrypoint = ["bash"];
        parameters.Cmd = ["-c", $"while :; do if [ ! -e {StayDown} ]; then {start} & echo $! > {PidFile}; wait $!; fi; sleep 0.05; done"];
        parameters.HostConfig!.Tmpfs = new Dictionary<string, string>(StringComparer.Ordinal) { [SmallDisk] = "size=24m,mode=1777" };
    }

    /// <summary>Kills the server without a word, and keeps it from being started again. One that is about to be started is waited for.</summary>
    public static async ValueTask KillAsync(IContainer container)
        => await ExecuteAsync(container, $"while [ ! -s {PidFile} ]; do sleep 0.05; done; touch {StayDown}; kill -9 $(cat {PidFile}); rm {PidFile}");

    /// <summary>Has the server shut itself down, and keeps it from being started again.</summary>
    public static async ValueTask ShutDownAsync(IContainer container, string signal)
        => await ExecuteAsync(container, $"touch {StayDown}; pid=$(cat {PidFile}); rm {PidFile}; kill -{signal} $pid; while kill -0 $pid 2>/dev/null; do sleep 0.05; done");

    /// <summary>Lets the server be started again.</summary>
    public static async ValueTask RestartAsync(IContainer container) => await ExecuteAsync(container, $"rm {StayDown}");

    /// <summary>Takes all room that is left on the small disk.</summary>
    public static async ValueTask FillDiskAsync(IContainer container)
        => await ExecuteAsync(container, $"dd if=/dev/zero of={Filler} bs=4096 2>/dev/null; df --output=avail {SmallDisk} | tail -n 1 | grep -qx ' *0'");

    public static async ValueTask FreeDiskAsync(IContainer container) => await ExecuteAsync(container, $"rm {Filler}");

    public static async ValueTask ExecuteAsync(IContainer container, string script)
    {
        var done = await container.ExecAsync(["bash", "-c", script], TestContext.Current.CancellationToken);
        Assert.True(done.ExitCode == 0, $"'{script}' ended with {done.ExitCode}: {done.Stdout}{done.Stderr}");
    }
}
