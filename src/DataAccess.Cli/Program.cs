using System.Runtime.InteropServices;
using DataAccess.Cli;
using DataAccess.Cli.Terminal;

using var interrupted = new CancellationTokenSource();
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
return await CliApplication.RunAsync(args, CliConsole.System(), interrupted.Token);

// The first signal asks for an orderly end, which waits for rows in flight; a second one ends the process at once.
void Interrupt(PosixSignalContext signal)
{
    signal.Cancel = !interrupted.IsCancellationRequested;
    interrupted.Cancel();
}
