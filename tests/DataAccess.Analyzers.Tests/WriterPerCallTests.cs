using DataAccess.Analyzers.Tests.Running;
using DataAccess.Analyzers.Writers;

namespace DataAccess.Analyzers.Tests;

/// <summary>DA0005.</summary>
public sealed class WriterPerCallTests
{
    private static readonly WriterPerCallAnalyzer Analyzer = new();

    [Theory]
    [InlineData("await using var w = [|db.CreateWriter<Row>()|]; await w.WriteAsync(row);")]
    [InlineData("await using var w = [|Db.CreateWriter<Row>()|]; if (flag) { await w.EnqueueAsync(row); await w.FlushAsync(); }")]
    [InlineData("await using (var w = [|db.CreateWriter<Row>()|]) { await w.WriteAsync(row); Console.WriteLine(w.Statistics); }")]
    [InlineData("foreach (var i in ids) { await using var w = [|db.CreateWriter<Row>()|]; await w.WriteAsync(row); await w.WriteAsync(row); }")]
    [InlineData("Func<Database, Row, Task> handler = async (d, r) => { await using var w = [|d.CreateWriter<Row>()|]; await w.WriteAsync(r); };")]
    public async Task Is_found(string body) => await UserCode.CheckAsync(Analyzer, UserCode.Method(body));

    [Theory]
    [InlineData("await using var w = db.CreateWriter<Row>(); await w.WriteAsync(row); await w.WriteAsync(row);")]
    [InlineData("await using var w = db.CreateWriter<Row>(); foreach (var i in ids) { await w.WriteAsync(row); }")]
    [InlineData("await using var w = db.CreateWriter<Row>(); await w.WriteManyAsync([row]);")]
    [InlineData("await using var w = db.CreateWriter<Row>(); await Task.WhenAll(ids.Select(i => w.WriteAsync(row).AsTask()));")]
    [InlineData("foreach (var i in ids) { await using var w = db.CreateWriter<Row>(); await w.WriteManyAsync([row]); }")]
    [InlineData("foreach (var i in ids) { await using var w = db.CreateWriter<Row>(); foreach (var j in ids) { await w.WriteAsync(row); } }")]
    [InlineData("var w = db.CreateWriter<Row>(); await w.WriteAsync(row); Console.WriteLine(w);")]
    [InlineData("await using var w = db.CreateWriter<Row>(); await w.WriteAsync(row); Console.WriteLine(w);")]
    [InlineData("await using var d = Database.Open(name); await using var w = d.CreateWriter<Row>(); await w.WriteAsync(row);")]
    public async Task Is_not_found(string body) => await UserCode.CheckAsync(Analyzer, UserCode.Method(body));

    [Fact]
    public async Task A_method_that_is_given_the_database_may_run_once()
        => await UserCode.CheckAsync(Analyzer, UserCode.File(
            "class C { static async Task M(Database db, string row) { await using var w = db.CreateWriter<string>(); await w.WriteAsync(row); } }"));

    [Fact]
    public async Task A_test_runs_once()
        => await UserCode.CheckAsync(Analyzer, UserCode.File(
            "class FactAttribute : Attribute; class C(Database db) { [Fact] async Task M(string row) { await using var w = db.CreateWriter<string>(); await w.WriteAsync(row); } }"));
}
