using System.Text;
using DataAccess.Cli.Import.Reading;

namespace DataAccess.Cli.Tests.Reading;

public sealed class CsvReadingTests
{
    [Theory]
    [InlineData("a,b\n1,2\n3,4\n")]
    [InlineData("a,b\n1,2\n3,4")]
    [InlineData("a,b\r\n1,2\r\n3,4\r\n")]
    [InlineData("a,b\r1,2\r3,4")]
    [InlineData("\uFEFFa,b\n1,2\n3,4\n")]
    [InlineData("\"a\",\"b\"\n\"1\",\"2\"\n\"3\",\"4\"")]
    public async Task Line_ends_a_byte_order_mark_and_quotes_make_no_difference(string text)
    {
        var records = await ReadRecord.AllOfCsvAsync(text, mostPerRead: 1);

        Assert.Equal([2L, 3L], records.Select(r => r.Line));
        Assert.Equal(["1", "2"], records[0].Values!);
        Assert.Equal(["3", "4"], records[1].Values!);
    }

    [Fact]
    public async Task Quoted_fields_hold_separators_quotes_and_line_ends_and_lines_are_counted_through_them()
    {
        var records = await ReadRecord.AllOfCsvAsync("a,b\r\n\"x,\"\"y\"\"\r\nz\",\"\n\n\"\r\n\r\n3,4\r\n");

        Assert.Equal(["x,\"y\"\r\nz", "\n\n"], records[0].Values!);
        Assert.Equal(["3", "4"], records[1].Values!);
        Assert.Equal([2L, 7L], records.Select(r => r.Line));
    }

    [Fact]
    public async Task A_quote_inside_an_unquoted_field_is_a_character()
    {
        var records = await ReadRecord.AllOfCsvAsync("a,b\n5\" pipe,x\"y\"\n");

        Assert.Equal(["5\" pipe", "x\"y\""], Assert.Single(records).Values!);
    }

    [Fact]
    public async Task Empty_cells_are_missing_and_a_leading_hash_is_not_a_comment()
    {
        var records = await ReadRecord.AllOfCsvAsync("a,b,c\n#1,,\"\"\n");

        Assert.Equal(["#1", null, null], Assert.Single(records).Values!);
    }

    [Fact]
    public async Task Tabs_separate_the_fields_of_tsv()
    {
        var records = await ReadRecord.AllOfCsvAsync("a\tb\n1,5\t\"x\ty\"\n", '\t');

        Assert.Equal(["1,5", "x\ty"], Assert.Single(records).Values!);
    }

    [Theory]
    [InlineData("1", "the record has 1 field, expected 3", null)]
    [InlineData("1,2", "the record has 2 fields, expected 3", null)]
    [InlineData("1,2,3,4", "the record has 4 fields, expected 3", null)]
    [InlineData("1,\"x\"y,3", "text follows the closing quote; a quote inside a quoted field must be doubled", 1)]
    [InlineData("1,2,\"x", "the opening quote of the field is never closed", 2)]
    public async Task A_damaged_record_is_reported_with_its_number_and_the_others_are_read(string damaged, string reason, int? field)
    {
        var records = await ReadRecord.AllOfCsvAsync($"a,b,c\n0,0,0\n{damaged}\n7,8,9\n\"10\",11,12\n");

        Assert.Equal(new ReadRecord(3, damaged, null, field, reason), records[1]);
        Assert.Equal(["0", "0", "0"], records[0].Values!);
        Assert.Equal(["7", "8", "9"], records[2].Values!);
        Assert.Equal(["10", "11", "12"], records[3].Values!);
        Assert.Equal(4, records.Count);
    }

    [Fact]
    public async Task Invalid_utf8_is_reported_with_its_field()
    {
        byte[] bytes = [.. "a,b\n1,x\n2,\"y\n"u8, 0xC3, 0x28, .. "\"\n3,z\n"u8];

        var records = await ReadRecord.AllOfCsvAsync(bytes);

        Assert.Equal((3L, 1, "invalid UTF-8: byte 0xC3 at position 6 of the record"), (records[1].Line, records[1].ProblemField, records[1].Problem));
        Assert.Equal((5L, "z"), (records[2].Line, records[2].Values![1]));
        Assert.Equal(3, records.Count);
    }

    [Fact]
    public async Task A_quote_left_open_costs_one_line_even_when_a_later_record_closes_it()
    {
        var records = await ReadRecord.AllOfCsvAsync("a,b\n1,\"x\n2,y\n3,\"z\"\n4,\"p\nq\"\n5,r\n");

        Assert.Equal([2L], records.Where(r => r.Problem is not null).Select(r => r.Line));
        Assert.Equal("y|z|p\nq|r", string.Join('|', records.Where(r => r.Problem is null).Select(r => r.Values![1])));
    }

    [Fact]
    public async Task A_record_of_several_lines_with_a_field_too_many_is_one_damaged_record()
    {
        var records = await ReadRecord.AllOfCsvAsync("a,b\n1,\"x\ny\",2\n3,z\n");

        Assert.Equal((2L, "the record has 3 fields, expected 2"), (records[0].Line, records[0].Problem));
        Assert.Equal((4L, "z"), (records[1].Line, records[1].Values![1]));
        Assert.Equal(2, records.Count);
    }

    [Fact]
    public async Task After_a_quote_left_open_the_end_of_a_quoted_field_is_not_taken_for_a_row()
    {
        // The lines 'y,z' and 'w"v,u' have two fields each, but the second is the rest of a quoted one.
        var records = await ReadRecord.AllOfCsvAsync("a,b\n\"x\ny,z\nw\"v,u\n3,4\n");

        Assert.Equal([2L, 4L], records.Where(r => r.Problem is not null).Select(r => r.Line));
        Assert.Equal([3L, 5L], records.Where(r => r.Problem is null).Select(r => r.Line));
    }

    [Fact]
    public async Task A_quote_that_is_never_closed_is_abandoned_after_a_bounded_distance()
    {
        var text = new StringBuilder("a,b\n1,\"x\n");
        var rows = 3 * CsvRecordReader.MaxQuotedLineBytes / 100;
        for (var i = 0; i < rows; i++)
        {
            text.Append(i).Append(',').Append('y', 90).Append('\n');
        }

        var records = await ReadRecord.AllOfCsvAsync(text.ToString());

        Assert.Equal((2L, 1), (records[0].Line, records[0].ProblemField));
        Assert.Equal(rows + 1, records.Count);
        Assert.All(records.Skip(1), r => Assert.Null(r.Problem));
    }

    [Fact]
    public async Task A_record_of_many_megabytes_is_rejected_without_being_kept()
    {
        var text = $"a,b\n1,2\n3,{new string('x', RawRecord.MaxBytes + 1)}\n5,6\n";

        var records = await ReadRecord.AllOfCsvAsync(text);

        Assert.Equal((3L, 3), (records[1].Line, records.Count));
        Assert.Contains("longer than 16777216 bytes", records[1].Problem, StringComparison.Ordinal);
        Assert.True(records[1].Raw.Length < 10_000);
        Assert.Equal((4L, "6"), (records[2].Line, records[2].Values![1]));
    }

    [Fact]
    public async Task A_record_longer_than_a_chunk_is_read_whole()
    {
        var cell = new string('é', 300_000);

        var records = await ReadRecord.AllOfCsvAsync($"a,b\n1,\"{cell}\"\n2,x\n", mostPerRead: 5_000);

        Assert.Equal(cell, records[0].Values![1]);
        Assert.Equal("x", records[1].Values![1]);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("\n\r\n\n", "is empty")]
    [InlineData("\uFEFF", "is empty")]
    [InlineData("a,,c\n1,2,3\n", "column 2 of the header in line 1 has no name")]
    [InlineData("\na,b,a\n1,2,3\n", "the header in line 2 names the column 'a' twice")]
    [InlineData("a,\"b\n1,2\n", "the header in line 1 cannot be read: the opening quote of the field is never closed")]
    [InlineData("a,\"b\"c\n1,2\n", "the header in line 1 cannot be read: text follows the closing quote")]
    public async Task A_file_without_a_usable_header_is_rejected_as_a_whole(string text, string message)
    {
        var error = await Assert.ThrowsAsync<MalformedInputException>(() => ReadRecord.AllOfCsvAsync(text));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_with_invalid_utf8_is_rejected()
    {
        byte[] bytes = [.. "a,"u8, 0xFF, .. "b\n1,2\n"u8];

        var error = await Assert.ThrowsAsync<MalformedInputException>(() => ReadRecord.AllOfCsvAsync(bytes));

        Assert.Contains("invalid UTF-8: byte 0xFF at position 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_alone_has_no_rows()
        => Assert.Empty(await ReadRecord.AllOfCsvAsync("a,b\n"));
}
