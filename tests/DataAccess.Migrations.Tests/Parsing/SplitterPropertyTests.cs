using CsCheck;
using DataAccess.Migrations.Engines.MySql;
using DataAccess.Migrations.Engines.PostgreSql;
using DataAccess.Migrations.Engines.Sqlite;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Tests.Parsing;

public sealed class SplitterPropertyTests
{
    private static readonly Gen<SqlFlavour> AnyFlavour = OneOf(Flavours.All.ToArray());

    /// <summary>What may stand inside any statement, and must never end it.</summary>
    private static readonly string[] Common =
        ["a", "select", "'x;y'", "''", "'it''s;'", "1", ",", "=", "\"q;\"", "/* ; */", "-- ; '\n", "end", "case when b then c end", "end if"];

    private static readonly Dictionary<SqlFlavour, string[]> Own = new()
    {
        [PostgreSqlFlavour.Instance] = ["$$;'$$", "$t$ ; $$ $t$", "E'\\';' ||", "/* /* ; */ ' */", "(a; b)", "a$b", "$1", "'\\'", "E'a' -- ; c\n '\\';' ||", "begin", "go ,"],
        [MySqlFlavour.Instance] = ["`;`", "# ; '\n", "'\\';'", "\"\\\";\"", "/*!40101 x ; */", "5--1", "@a", "@@b", "begin", "\\N", "$$", "t.end", "-- ;\r '\n", "if(a, b, c)"],
        [SqliteFlavour.Instance] = ["[;']", "`;`", "'\\'", "@a"],
    };

    private static readonly Dictionary<SqlFlavour, string[]> Compounds = new()
    {
        [PostgreSqlFlavour.Instance] = ["create function f() returns int begin atomic select 1; select case when a then b end; end"],
        [MySqlFlavour.Instance] =
        [
            "create procedure p() begin if a then select 1; else set b = if(c, 1, 2); end if; end",
            "create trigger t before insert on x for each row begin case when a then begin select 1; end; end case; end",
            "create procedure p() begin declare exit handler for sqlexception, not found begin select begin; end; select end; end",
            "create function f() returns int unsigned if a then return 1; else return case when b then 2 end; end if",
            "create trigger t before insert on x for each row follows u repeat set @a = 1; until case when a then 1 end end repeat",
            "for i in 1..2 do select i; end for",
            "create package body k as function f return int is a int; begin return 1; end; begin set @a = 1; end",
            "create function f() returns int language javascript as $$ it's; $$",
            "create definer=`a`@`b` event e on schedule every 1 day do begin w: while a do set b = 1; end while w; end",
        ],
        [SqliteFlavour.Instance] = ["create trigger t after insert on x begin update y set a = case when b then 1 end; delete from z; end"],
    };

    private static readonly Gen<string> Blanks = OneOf(" ", "\n", "\r\n", "\t", "\r", " -- note ; '\n", " /* note ; */ ");

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<string> Statement(SqlFlavour flavour)
    {
        var tokens = Common.Concat(Own[flavour]).ToArray();
        var plain = Gen.Select(Gen.Int[0, tokens.Length - 1], OneOf(" ", "\n", "\r\n"))
            .Array[0, 8]
            .Select(parts => "select" + string.Concat(parts.Select(p => p.Item2.TrimEnd('\r') + tokens[p.Item1])) + " x");
        return Gen.Frequency((4, plain), (1, OneOf(Compounds[flavour])));
    }

    internal static readonly Gen<(SqlFlavour Flavour, (string Blank, string Statement, string After)[] Parts)> Scripts =
        AnyFlavour.SelectMany(flavour => Gen.Select(Blanks, Statement(flavour), Blanks).Array[0, 6].Select(parts => (flavour, parts)));

    [Fact]
    public void A_script_is_split_into_what_it_was_made_of()
        => Scripts.Sample(
            script =>
            {
                var text = string.Concat(script.Parts.Select(static p => p.Blank + p.Statement + p.After + ";"));
                Assert.Equal(script.Parts.Select(static p => p.Statement), SqlSplitter.Split(text, script.Flavour).Select(static s => s.Text), StringComparer.Ordinal);
            },
            iter: 20_000);

    /// <summary>Pieces in any order, most of which make no sense.</summary>
    internal static readonly Gen<(SqlFlavour Flavour, string[] Parts)> Pieces = Gen.Select(AnyFlavour, OneOf([.. Common, .. Own.Values.SelectMany(static o => o), .. Compounds.Values.SelectMany(static c => c), ";", ";", "\n", " ", "\r\n", "'", "/*", "*/", "begin", "(", "$$", "DELIMITER //\n", "//", "\nDELIMITER ;\n", "set sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES';", "set standard_conforming_strings = off;", "\ngo\n,", "declare", "handler for", "package body k as", "\r"]).Array[0, 20]);

    /// <summary>Any text.</summary>
    internal static readonly Gen<(SqlFlavour Flavour, string Script)> Texts = Gen.Select(AnyFlavour, Gen.String[OneOf("'\"`$[]()/*!-#\\;\n\r .aEeBbgG\uFEFFé".ToCharArray()), 0, 40]);

    [Fact]
    public void Nothing_is_lost_and_a_piece_is_split_into_itself()
        => Pieces.Sample(
                static (flavour, parts) =>
                {
                    var script = string.Join(' ', parts);
                    IReadOnlyList<ScriptStatement> statements;
                    try
                    {
                        statements = SqlSplitter.Split(script, flavour);
                    }
                    catch (ScriptException)
                    {
                        return;
                    }

                    var end = 0;
                    foreach (var statement in statements)
                    {
                        AssertNothingBetween(script[end..statement.Start], flavour);
                        Assert.Equal(script.Substring(statement.Start, statement.Text.Length), statement.Text);
                        Assert.Equal(1 + script[..statement.Start].ReplaceLineEndings("\n").Count(static c => c == '\n'), statement.Line);
                        end = statement.Start + statement.Text.Length;
                        if (!script.Contains("DELIMITER", StringComparison.Ordinal))
                        {
                            Assert.Equal(statement.Text, Assert.Single(SqlSplitter.Split(statement.Text, statement.Flavour)).Text);
                        }
                    }

                    AssertNothingBetween(script[end..], flavour);
                },
                iter: 50_000);

    [Fact]
    public void Any_text_is_split_or_refused_and_never_crashes()
        => Texts.Sample(
                static (flavour, script) =>
                {
                    try
                    {
                        SqlSplitter.Split(script, flavour);
                    }
                    catch (ScriptException exception)
                    {
                        Assert.InRange(exception.Line, 1, script.Length + 1);
                    }
                },
                iter: 100_000);

    /// <summary>Between statements there is nothing that a server would have to be told.</summary>
    private static void AssertNothingBetween(string gap, SqlFlavour flavour)
    {
        var lexer = new SqlLexer(gap, flavour);
        while (lexer.TryRead(out var token))
        {
            if (token.IsWord(gap, "delimiter") && flavour == MySqlFlavour.Instance)
            {
                lexer.ReadDelimiter();
            }
            else
            {
                Assert.True(
                    !token.IsSignificant || token.Kind == SqlTokenKind.Delimiter || token.IsSymbol(gap, ';') || token.IsSymbol(gap, '/'),
                    $"lost: {token.In(gap)}");
            }
        }
    }
}
