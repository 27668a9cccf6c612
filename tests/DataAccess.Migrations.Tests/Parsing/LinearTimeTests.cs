using System.Diagnostics;
using System.Globalization;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Tests.Parsing;

/// <summary>Twice the script takes about twice the time, whatever its shape.</summary>
public sealed class LinearTimeTests
{
    private const int Size = 40_000;
    private const int Times = 10;

    public static TheoryData<string> Shapes =>
    [
        "go ", "go\n", " go\t", "a go\n,", "(", "()", "((a;", "/* ", "/*!1 ", "/*!1 */", "-- ", "--\r", "#\n", "'a' ", "E'a' -- c\n", "E'a'\n", "E'a' \t", "$a", "$1 ", "$a$ $a$ ",
        "[a] ", "`a` ", "\"a\" ", "\\N ", "; ", ";", "a", "aé", " ", "\n", "\r", "begin ", "begin;", "if a then ", "case ", "end ", "create procedure p() begin if a then select case ",
        "delimiter //\na//\ndelimiter ;\n", "set sql_mode='';", "copy a from stdin;\n1\n\\.\n", "select 1;", "insert into a values (1, 'b');\n", "\\restrict a\n", "as $", "1.e5",
        "create trigger t after insert on x begin ", "create function f() begin atomic ", "\uFEFF", "a:", "<", "declare exit handler for ",
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_script_is_split_in_linear_time(string shape)
    {
        foreach (var flavour in Flavours.All)
        {
            foreach (var prefix in new[] { "", "select ", "create procedure p() begin " })
            {
                // Quadratic is 100. A busy machine may disturb a measurement, so the best of several counts.
                var ratio = Ratio(prefix, shape, flavour);
                for (var i = 0; i < 4 && ratio > 30; i++)
                {
                    ratio = Math.Min(ratio, Ratio(prefix, shape, flavour));
                }

                Assert.True(ratio < 30, string.Create(CultureInfo.InvariantCulture, $"{flavour} '{prefix}{shape}': {Times} times the text takes {ratio} times as long"));
            }
        }
    }

    private static double Ratio(string prefix, string shape, SqlFlavour flavour)
    {
        var once = Milliseconds(prefix + string.Concat(Enumerable.Repeat(shape, Size / shape.Length)), flavour);
        return Milliseconds(prefix + string.Concat(Enumerable.Repeat(shape, Times * Size / shape.Length)), flavour) / Math.Max(once, 2);
    }

    private static double Milliseconds(string script, SqlFlavour flavour)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            SqlSplitter.Split(script, flavour);
        }
        catch (ScriptException)
        {
            // Up to here it was read.
        }

        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
