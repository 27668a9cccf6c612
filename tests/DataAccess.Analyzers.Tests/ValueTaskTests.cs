using DataAccess.Analyzers.Tests.Running;
using DataAccess.Analyzers.ValueTasks;

namespace DataAccess.Analyzers.Tests;

/// <summary>DA0004.</summary>
public sealed class ValueTaskTests
{
    private const string Call = "db.ExecuteAsync($\"x\")";

    private static readonly ValueTaskAnalyzer Analyzer = new();

    [Theory]
    [InlineData("[|writer.WriteAsync(row)|];")]
    [InlineData("[|writer.EnqueueAsync(row)|];")]
    [InlineData("_ = [|writer.WriteAsync(row)|];")]
    [InlineData("_ = [|writer.WriteAsync(row)|].ConfigureAwait(false);")]
    [InlineData("[|Db.ExecuteAsync($\"x\")|];")]
    [InlineData("Action a = () => [|CALL|];")]
    [InlineData("var t = [|CALL|];")]
    [InlineData("ValueTask<int> t; t = [|CALL|];")]
    [InlineData("var t = CALL; await t; await [|t|];")]
    [InlineData("var t = CALL; await t.AsTask(); await [|t|].AsTask();")]
    [InlineData("var t = CALL.ConfigureAwait(false); await t; await [|t|];")]
    [InlineData("var t = CALL; while (flag) { await [|t|]; }")]
    [InlineData("var t = CALL; if (flag) { await t; } await [|t|];")]
    [InlineData("var t = CALL; if (!t.IsCompletedSuccessfully) { await t; } Console.WriteLine([|t|].Result);")]
    [InlineData("Func<Task> f = async () => { var t = CALL; await t; await [|t|]; };")]
    [InlineData("async Task F() { Func<Task> f = async () => { var t = CALL; await t; await [|t|]; }; await f(); }")]
    [InlineData("try { var t = CALL; await t; await [|t|]; } finally { Console.WriteLine(); }")]
    public async Task Is_found(string body) => await UserCode.CheckAsync(Analyzer, UserCode.Method(body.Replace("CALL", Call, StringComparison.Ordinal)));

    [Theory]
    [InlineData("await writer.WriteAsync(row); await CALL.ConfigureAwait(false); var n = await CALL;")]
    [InlineData("await Task.WhenAll(Enumerable.Range(0, 2).Select(i => writer.WriteAsync(row).AsTask()));")]
    [InlineData("var t = CALL; await t;")]
    [InlineData("var t = CALL; await writer.WriteAsync(row); await t.AsTask();")]
    [InlineData("var t = CALL.AsTask(); await t; await t;")]
    [InlineData("var t = CALL; if (flag) { await t; } else { await t.AsTask(); }")]
    [InlineData("var t = CALL; if (flag) { await t; return; } await t;")]
    [InlineData("var t = CALL; var n = flag ? await t : await t;")]
    [InlineData("var t = CALL; var n = t.IsCompletedSuccessfully ? t.Result : await t;")]
    [InlineData("var t = CALL; await t; t = CALL; await t;")]
    [InlineData("while (flag) { var t = CALL; await t; }")]
    [InlineData("foreach (var i in ids) { var t = CALL; if (i > 1) { continue; } await t; }")]
    [InlineData("var t = CALL; Func<Task> f = async () => await t; await f();")]
    [InlineData("ValueTask<int> t = default; Action a = () => t = CALL; a(); await t;")]
    [InlineData("ValueTask<int> t; void F() { t = CALL; } t = default; F(); await t;")]
    [InlineData("var all = new List<ValueTask>(); all.Add(writer.WriteAsync(row)); foreach (var t in all) { await t; }")]
    [InlineData("async ValueTask Other() => await Task.Yield(); Other(); var t = Other(); await t; await t;")]
    [InlineData("ValueTask<int> F() => CALL; await F();")]
    [InlineData("_ = writer.WriteAsync(row).AsTask();")]
    [InlineData("await using var w = Db.CreateWriter<Row>(); using var tx = new CancellationTokenSource();")]
    public async Task Is_not_found(string body) => await UserCode.CheckAsync(Analyzer, UserCode.Method(body.Replace("CALL", Call, StringComparison.Ordinal)));

    [Theory]
    [InlineData("writer.WriteAsync(row);", "The ValueTask of WriteAsync is not awaited, so nothing shows whether the row was committed: write 'await', or await EnqueueAsync and set DeadLetter")]
    [InlineData("writer.EnqueueAsync(row);", "The ValueTask of EnqueueAsync is not awaited, so a full queue holds nobody back and errors are lost: write 'await'")]
    [InlineData("writer.FlushAsync();", "The ValueTask of FlushAsync is not awaited, so its errors are lost and nothing shows when it has ended: write 'await'")]
    [InlineData("var t = writer.FlushAsync(); await t; await t;", "The ValueTask of FlushAsync is used a second time here, and may be used only once: await 't' once, or keep its AsTask()")]
    public async Task The_message_says_what_is_lost(string body, string message)
        => Assert.Equal(message, (await UserCode.FindAsync(Analyzer, UserCode.Method(body)))[0].GetMessage(System.Globalization.CultureInfo.InvariantCulture));
}
