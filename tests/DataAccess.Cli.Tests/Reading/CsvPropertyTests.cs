using System.Text;
using CsCheck;
using DataAccess.Cli.Import.Reading;

namespace DataAccess.Cli.Tests.Reading;

public sealed class CsvPropertyTests
{
    private static readonly Gen<string> Cell = Gen
        .OneOf("a", "0", "\"", "\"\"", ",", "\t", "\n", "\r", "\r\n", "é", "😀", " ", "#", "\\", "\0", "\uFFFF")
        .Array[0, 6]
        .Select(string.Concat);

    private static readonly Gen<string[][]> Table = Gen.Int[1, 5].SelectMany(columns => Cell.Array[columns].Array[0, 20]);

    private static readonly Gen<byte[]> Rubble = Gen
        .OneOf<byte[]>([.. "a"u8], [.. "b"u8], [.. "\""u8], [.. ","u8], [.. ","u8], [.. "\n"u8], [.. "\n"u8], [.. "\r\n"u8], [.. "\r"u8], [0xFF], [.. "é"u8])
        .Array[0, 60]
        .Select(parts => parts.SelectMany(part => part).ToArray());

    [Fact]
    public async Task Any_table_written_as_csv_comes_back_the_same()
        => await Gen.Select(Table, Gen.OneOf("\n", "\r\n", "\r"), Gen.Int[1, 40], Gen.OneOf(',', '\t')).SampleAsync(async (table, lineEnd, mostPerRead, delimiter) =>
        {
            var columns = table.Length == 0 ? 1 : table[0].Length;
            var text = new StringBuilder(string.Join(delimiter, Enumerable.Range(0, columns).Select(i => $"c{i}"))).Append(lineEnd);
            var lines = new List<long>();
            foreach (var row in table)
            {
                lines.Add(1 + LineEnds.Count(Encoding.UTF8.GetBytes(text.ToString())));
                text.AppendJoin(delimiter, row.Select(cell => Write(cell, delimiter))).Append(lineEnd);
            }

            var records = await ReadRecord.AllOfCsvAsync(text.ToString(), delimiter, mostPerRead);

            Assert.All(records, r => Assert.Null(r.Problem));
            Assert.Equal(lines, records.Select(r => r.Line));
            Assert.Equal(table, records.Select(r => r.Values!.Select(v => v ?? "").ToArray()));
        }, iter: 2_000);

    [Fact]
    public async Task Rubble_is_read_the_same_in_any_portions_and_every_line_has_one_outcome()
        => await Gen.Select(Rubble, Gen.Int[1, 20]).SampleAsync(async (rubble, mostPerRead) =>
        {
            byte[] bytes = [.. "p,q\n"u8, .. rubble];

            var whole = await ReadRecord.AllOfCsvAsync(bytes);
            var portions = await ReadRecord.AllOfCsvAsync(bytes, mostPerRead: mostPerRead);

            Assert.Equal<string>([.. whole.Select(Describe)], [.. portions.Select(Describe)]);
            Assert.All(whole.Where(r => r.Problem is null), r => Assert.Equal(2, r.Values!.Length));

            // Joined, the records are the file without its blank lines: none is lost, none read twice.
            var read = string.Concat(whole.Select(r => r.Raw + "\n"));
            Assert.Equal(WithoutBlankLines(Encoding.UTF8.GetString(rubble)), WithoutBlankLines(read));
        }, iter: 5_000);

    private static string Describe(ReadRecord record)
        => $"{record.Line}|{record.Raw}|{record.ProblemField}|{record.Problem}|{string.Join('|', record.Values ?? [])}";

    private static string WithoutBlankLines(string text)
        => string.Join('\n', text.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries));

    private static string Write(string cell, char delimiter)
        => cell.Length == 0 || cell.AsSpan().ContainsAny(['"', delimiter, '\n', '\r'])
            ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : cell;
}
