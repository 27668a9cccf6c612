using System.Text;
using CsCheck;
using DataAccess.Migrations.Engines.MySql;
using DataAccess.Migrations.Engines.PostgreSql;
using DataAccess.Migrations.Files;
using DataAccess.Migrations.Files.Contents;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Tests.Files;

/// <summary>A large file means what the same text means in a small one, and is not held.</summary>
public sealed class LargeScriptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("\n", false)]
    [InlineData("\r\n", false)]
    [InlineData("\n", true)]
    [InlineData("\r", false)]
    public void It_is_read_as_a_small_one_is(string lineEnd, bool hasMark)
    {
        var rows = lineEnd == "\r" ? "" : "copy a (b) from stdin;\n1\tä\n\\.\n";
        var text = TextOf($"-- dataaccess: lock-timeout=7s\nset standard_conforming_strings = off;\n{rows}select 'é\\';'; -- 😀\nselect 1;", lineEnd);
        var script = Read((hasMark ? "\uFEFF" : "") + text, PostgreSqlFlavour.Instance);

        Assert.NotNull(script);
        Assert.IsType<StatementIndex>(script.Statements);
        Assert.Equal(TimeSpan.FromSeconds(7), script.Directives.LockTimeout);
        Assert.Equal(ScriptChecksum.Of(text), script.Checksum);
        Assert.Equal(ScriptChecksum.EarlierOf(text), script.EarlierChecksum);
        var expected = MigrationStep.Of(script with { Statements = SqlSplitter.Split(text, PostgreSqlFlavour.Instance) });
        var steps = MigrationStep.Of(script);
        Assert.Equal(expected.Count, steps.Count);
        foreach (var (one, other) in expected.Zip(steps))
        {
            Assert.Equal(
                (one.Number, one.Statement.Start, one.Statement.Line, one.Statement.Column, one.Statement.Length, one.Statement.Text, one.Checksums, one.Statement.Data?.Text, one.Statement.Data?.Line),
                (other.Number, other.Statement.Start, other.Statement.Line, other.Statement.Column, other.Statement.Length, other.Statement.Text, other.Checksums, other.Statement.Data?.Text, other.Statement.Data?.Line));
            Assert.Equal(one.Traits, other.Traits);
            Assert.Equal(one.Statement.Flavour.BackslashEscapes, other.Statement.Flavour.BackslashEscapes);
        }
    }

    [Fact]
    public void Statements_and_rows_may_be_larger_than_what_is_read_at_once()
    {
        var (value, rows) = (new string('é', 300_000), string.Concat(Enumerable.Range(0, 100_000).Select(static i => $"{i}\tö\n")));
        var script = Read($"insert into a values ('{value}');\ncopy a from stdin;\n{rows}\\.\nselect 1;", PostgreSqlFlavour.Instance);

        Assert.NotNull(script);
        Assert.Equal([$"insert into a values ('{value}')", "copy a from stdin", "select 1"], script.Statements.Select(static s => s.Text), StringComparer.Ordinal);
        Assert.Equal(rows, script.Statements[1].Data!.Text);
        Assert.Equal(ScriptChecksum.Of($"copy a from stdin;\n{rows}\\."), MigrationStep.Of(script)[1].Checksum);
        Assert.Equal("99999\tö", script.Statements[1].Data!.RowAt(100_000));
    }

    [Theory]
    [InlineData("insert into a values ('${name}');")]
    [InlineData("-- +goose Down\nselect 1;")]
    [InlineData("select 'open")]
    [InlineData("\\connect other\nselect 1;")]
    public void What_has_to_be_seen_whole_is_left(string end) => Assert.Null(Read(TextOf(end, "\n"), PostgreSqlFlavour.Instance));

    [Fact]
    public void A_placeholder_far_out_on_a_line_is_seen()
        => Assert.Null(Read($"select '{new string('a', 2_000_000)}${{name}}';", PostgreSqlFlavour.Instance));

    [Fact]
    public void A_placeholder_on_the_border_of_two_pieces_is_seen()
        => Assert.All(Enumerable.Range(1, 20), static size =>
        {
            var watch = new LargeScriptWatch(fillsPlaceholders: true);
            Assert.Throws<WholeNeededException>(() =>
            {
                foreach (var piece in $"{new string('$', 100)}{{1}} {{a}} $ {{a}} ${{a b}} ${{}} ${{1}} and ${{na.m-e_1}}".Chunk(size))
                {
                    watch.Accept(piece);
                }
            });
        });

    [Fact]
    public void The_sign_alone_is_no_placeholder()
        => Assert.All(Enumerable.Range(1, 20), static size =>
        {
            var watch = new LargeScriptWatch(fillsPlaceholders: true);
            foreach (var piece in $"{new string('$', 100)}{{1}} {{a}} $ {{a}} ${{a b}} ${{}} ${{1}} ${{-a}} ${{name".Chunk(size))
            {
                watch.Accept(piece);
            }
        });

    [Theory]
    [InlineData("-- +goose Down")]
    [InlineData("select 1;\n  -- migrate:down\nselect 2;")]
    public void A_directive_on_the_border_of_two_pieces_is_seen(string text)
        => Assert.All(Enumerable.Range(1, 20), size =>
        {
            var watch = new LargeScriptWatch(fillsPlaceholders: true);
            Assert.Throws<WholeNeededException>(() =>
            {
                foreach (var piece in text.Chunk(size))
                {
                    watch.Accept(piece);
                }

                watch.End();
            });
        });

    [Fact]
    public void It_streams_with_the_sign_where_placeholders_are_switched_off()
        => Assert.NotNull(Read(TextOf("insert into a values ('${name}');", "\n"), PostgreSqlFlavour.Instance, fillsPlaceholders: false));

    [Theory]
    [InlineData("insert into a values (1, _binary '", "-- MySQL dump\n")]
    [InlineData("insert into a values (1, '", "/*M!999999\\- enable the sandbox mode */\n")]
    [InlineData("insert into a values (1, '", "-- A comment of ours.\n/*M!999999\\- enable the sandbox mode */\n")]
    public void A_dump_with_binary_strings_is_read_as_a_small_one_is(string insert, string head)
    {
        var random = new Random(7);
        using var content = new MemoryStream();
        content.Write(Encoding.UTF8.GetBytes(head));
        for (var i = 0; content.Length < 1_300_000; i++)
        {
            var bytes = new byte[random.Next(400)];
            random.NextBytes(bytes);
            content.Write(Encoding.UTF8.GetBytes($"insert into b values ({i}, 'é 😀');\n{insert}"));
            content.Write([.. bytes.Where(static b => b is not ((byte)'\'' or (byte)'\\')), .. "\\0\\'');\r\n"u8]);
        }

        var file = _folder.Write("0001_a.sql", "");
        File.WriteAllBytes(file, content.ToArray());
        var script = new LargeScriptReader(MySqlFlavour.Instance, fillsPlaceholders: true).TryRead("0001_a.sql", SourceContent.OfFile(file), []);

        Assert.NotNull(script);
        Assert.Equal(ScriptChecksum.Of(Encoding.Latin1.GetString(content.ToArray())), script.Checksum);
        Assert.Null(script.EarlierChecksum);
        var expected = BinaryStrings.Send(SqlSplitter.Split(BinaryStrings.Decode(content.ToArray())!, MySqlFlavour.Instance), content.ToArray());
        Assert.Equal(expected.Select(static s => (s.Line, s.Column, s.Text)), script.Statements.Select(static s => (s.Line, s.Column, s.Text)));
        Assert.Contains(script.Statements, static s => s.Text.Contains("0x", StringComparison.Ordinal));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_kept_and_counted()
        => Gen.Byte.Array[0, 60].Sample(
            static bytes =>
            {
                var text = StrayBytes.Decode(bytes);
                Assert.Equal(bytes.Length, StrayBytes.BytesOf(text));
                using var reader = new StrayByteReader(new MemoryStream(bytes), static _ => { });
                Assert.Equal(text, reader.ReadToEnd());
            },
            iter: 50_000);

    [Fact]
    public void Bytes_in_strings_that_are_not_binary_are_left_however_many_there_are()
    {
        var file = _folder.Write("0001_a.sql", "");
        File.WriteAllBytes(file, [.. Enumerable.Range(0, 20_000).SelectMany(static i => (byte[])[.. Encoding.UTF8.GetBytes($"insert into a values ({i}, 'é 😀 some text that makes it longer', '"), 0xFF, 0x80, .. "');\n"u8])]);
        Assert.Null(new LargeScriptReader(MySqlFlavour.Instance, fillsPlaceholders: true).TryRead("0001_a.sql", SourceContent.OfFile(file), []));
    }

    [Fact]
    public void Text_that_is_not_utf8_is_left()
    {
        var file = _folder.Write("0001_a.sql", "");
        File.WriteAllBytes(file, [.. Encoding.UTF8.GetBytes(TextOf("select 1;", "\n")), .. "select '"u8, 0xFF, .. "';"u8]);
        Assert.Null(new LargeScriptReader(MySqlFlavour.Instance, fillsPlaceholders: true).TryRead("0001_a.sql", SourceContent.OfFile(file), []));
    }

    [Fact]
    public void A_file_that_changes_while_it_runs_is_an_error()
    {
        var script = Read(TextOf("select 1;", "\n"), PostgreSqlFlavour.Instance)!;
        Assert.StartsWith("insert", script.Statements[0].Text, StringComparison.Ordinal);
        File.AppendAllText(Path.Combine(_folder.Path, "0001_a.sql"), "select 2;");

        var error = Assert.Throws<MigrationException>(() => script.Statements[^1].Text);
        Assert.Contains("0001_a.sql: the file was changed while the command read it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_to_a_file_is_read_as_the_file()
    {
        var file = _folder.Write("target.sql", TextOf("select 1;", "\n"));
        var link = Path.Combine(_folder.Path, "0001_a.sql");
        File.CreateSymbolicLink(link, file);
        var script = new LargeScriptReader(PostgreSqlFlavour.Instance, fillsPlaceholders: true).TryRead("0001_a.sql", SourceContent.OfFile(link), [])!;
        Assert.StartsWith("insert", script.Statements[0].Text, StringComparison.Ordinal);

        File.AppendAllText(file, "select 2;");
        Assert.Throws<MigrationException>(() => script.Statements[^1].Text);
    }

    [Fact]
    public void Its_text_is_not_held()
    {
        _folder.Write("0001_a.sql", TextOf("select 1;", "\n", size: 20_000_000));
        var content = SourceContent.OfFile(Path.Combine(_folder.Path, "0001_a.sql"));
        var held = new List<long>();
        for (var i = 0; i < 5; i++)
        {
            // Other tests run meanwhile, so the middle of several measurements counts. The text alone is 40 MB.
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var script = new LargeScriptReader(PostgreSqlFlavour.Instance, fillsPlaceholders: true).TryRead("0001_a.sql", content, [])!;
            held.Add(GC.GetTotalMemory(forceFullCollection: true) - before);
            Assert.True(script.Statements.Count > 100_000);
        }

        Assert.True(held.Order().ElementAt(2) < 20_000_000, $"bytes held: {string.Join(", ", held)}");
    }

    [Fact]
    public void Steps_that_are_left_out_are_not_counted()
    {
        var steps = MigrationStep.Of(Read(TextOf("select 1;", "\n"), PostgreSqlFlavour.Instance)!);
        var rest = new StepSelection(steps, [1, 3, 4, steps.Count], ahead: 1);

        Assert.Equal(steps.Count - 4, rest.Count);
        Assert.Equal([2, 5, 6], rest.Take(3).Select(static step => step.Statement.Line));
        Assert.Equal(Enumerable.Range(1, rest.Count), rest.Select(static step => step.Number));
        Assert.Equal([true, false, false], rest.Take(3).Select(static step => step.IsAhead));
        Assert.Equal(steps[^2].Statement.Line, rest[^1].Statement.Line);
    }

    /// <summary>One insert a line, and what stands at the end.</summary>
    private static string TextOf(string end, string lineEnd, int size = 1_200_000)
    {
        var text = new StringBuilder();
        var top = end.StartsWith("-- dataaccess", StringComparison.Ordinal);
        if (top)
        {
            text.Append(end).Append('\n');
        }

        for (var i = 0; text.Length < size; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"insert into a values ({i}, 'some text that makes the line a little longer, as those of real files are, and an é');\n");
        }

        return text.Append(top ? "" : end).ToString().Replace("\n", lineEnd, StringComparison.Ordinal);
    }

    private MigrationScript? Read(string text, SqlFlavour flavour, bool fillsPlaceholders = true)
    {
        var file = _folder.Write("0001_a.sql", text);
        var problems = new List<string>();
        var script = new LargeScriptReader(flavour, fillsPlaceholders).TryRead("0001_a.sql", SourceContent.OfFile(file), problems);
        Assert.Empty(problems);
        return script;
    }
}
