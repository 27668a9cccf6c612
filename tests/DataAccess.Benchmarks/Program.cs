using System.Runtime.InteropServices;
using DataAccess.Benchmarks;

using var interrupted = new CancellationTokenSource();
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
return await BenchmarkCommand.Create().Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = null }, interrupted.Token);

// Not killed at once: the containers are to be removed.
void Interrupt(PosixSignalContext signal)
{
    signal.Cancel = !interrupted.IsCancellationRequested;
    interrupted.Cancel();
}
