using System.Text;
using DataAccess.Cli.Import.Reading;

namespace DataAccess.Cli.Tests.Reading;

/// <summary>One outcome of reading: values, or a problem.</summary>
internal sealed record ReadRecord(long Line, string Raw, string?[]? Values, int? ProblemField, string? Problem)
{
    public static Task<List<ReadRecord>> AllOfCsvAsync(string text, char delimiter = ',', int mostPerRead = int.MaxValue)
        => AllOfCsvAsync(Encoding.UTF8.GetBytes(text), delimiter, mostPerRead);

    public static async Task<List<ReadRecord>> AllOfCsvAsync(byte[] bytes, char delimiter = ',', int mostPerRead = int.MaxValue)
    {
        await using var source = SourceOf(bytes, mostPerRead);
        var window = new ByteWindow(source);
        await window.StartAsync(TestContext.Current.CancellationToken);
        return await AllAsync(await CsvRecordReader.OpenAsync("test.csv", window, delimiter, TestContext.Current.CancellationToken));
    }

    public static async Task<List<ReadRecord>> AllOfJsonAsync(string text, string[] fields, bool discover = false, int mostPerRead = int.MaxValue)
    {
        await using var source = SourceOf(Encoding.UTF8.GetBytes(text), mostPerRead);
        var window = new ByteWindow(source);
        await window.StartAsync(TestContext.Current.CancellationToken);
        return await AllAsync(new NdJsonRecordReader(window, fields, discover));
    }

    public static ImportSource SourceOf(byte[] bytes, int mostPerRead)
        => new("test.csv", new TrickleStream(bytes, mostPerRead), bytes.Length);

    public static async Task<List<ReadRecord>> AllAsync(RecordReader reader)
    {
        var all = new List<ReadRecord>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            all.Add(Of(reader));
        }

        return all;
    }

    private static ReadRecord Of(RecordReader reader)
    {
        var (line, bytes, problem) = reader.Current;
        var raw = Encoding.UTF8.GetString(bytes.Span);
        if (problem is not null)
        {
            return new ReadRecord(line, raw, null, problem.Field, problem.Reason);
        }

        var values = new string?[reader.Fields.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = reader.FormOf(i) == ValueForm.Missing ? null : reader.TextOf(i).ToString();
        }

        return new ReadRecord(line, raw, values, null, null);
    }
}
