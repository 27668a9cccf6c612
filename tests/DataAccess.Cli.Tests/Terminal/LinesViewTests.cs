using System.Threading.Channels;
using DataAccess.Cli.Import.Progress;
using DataAccess.Cli.Terminal;
using Microsoft.Extensions.Time.Testing;

namespace DataAccess.Cli.Tests.Terminal;

public sealed class LinesViewTests
{
    [Fact(Timeout = 60_000)]
    public async Task A_line_every_two_seconds_and_one_at_the_end_report_what_is_committed()
    {
        var time = new FakeTimeProvider();
        using var output = new LineWriter();
        var console = new CliConsole(() => Stream.Null, output, TextWriter.Null, IsTerminal: false, time);
        var work = new TaskCompletionSource();
        var committed = 0L;
        var shown = ImportView.For(console, json: false).ShowAsync(
            work.Task, () => new ImportStatus(ImportPhase.Loading, 9, 9, committed, 1, 0, 1, TimeSpan.FromSeconds(2), 0.5));

        committed = 4;
        time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.Equal(0, output.Lines.Count);
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal("9 read, 4 committed, 1 rejected, 2 rows/s, 50%", await output.Lines.ReadAsync(TestContext.Current.CancellationToken));

        committed = 8;
        work.SetResult();
        await shown.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("9 read, 8 committed, 1 rejected, 4 rows/s, 50%", await output.Lines.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, output.Lines.Count);
    }

    [Fact]
    public async Task A_bar_is_drawn_on_a_terminal_until_the_work_is_done()
    {
        using var output = new StringWriter();
        var console = new CliConsole(() => Stream.Null, output, TextWriter.Null, IsTerminal: true, TimeProvider.System);

        await ImportView.For(console, json: false).ShowAsync(
            Task.CompletedTask, () => new ImportStatus(ImportPhase.Loading, 9, 9, 4, 1, 0, 1, TimeSpan.FromSeconds(2), 0.5));

        Assert.NotEmpty(output.ToString());
    }

    private sealed class LineWriter : StringWriter
    {
        private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

        public ChannelReader<string> Lines => _lines.Reader;

        public override Task WriteLineAsync(string? value)
        {
            _lines.Writer.TryWrite(value!);
            return Task.CompletedTask;
        }
    }
}
