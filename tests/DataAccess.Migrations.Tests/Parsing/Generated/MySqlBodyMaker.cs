namespace DataAccess.Migrations.Tests.Parsing.Generated;

/// <summary>Makes bodies of routines and triggers, with what they write when they are run once.</summary>
/// <param name="random">Decides on everything.</param>
/// <param name="isMariaDb">Whether it is MariaDB, which has FOR.</param>
/// <param name="insert">Makes a statement that writes a number.</param>
internal sealed class MySqlBodyMaker(Random random, bool isMariaDb, Func<(string Text, int[] Effects)> insert)
{
    private static readonly string[] True = ["1~=~1", "case~when~1~then~1~end", "if(1,~1,~0)", "exists~(select~begin~from~(select~1~as~begin)~t)", "(1~and~not~0)", "1"];

    private static readonly string[] Conditions = ["sqlexception", "sqlstate~'45000'", "sqlstate~value~'45000',~not~found", "sqlwarning,~sqlexception", "1051,~sqlstate~'45000'"];

    private int _labels;

    /// <summary>A body without a semicolon behind it.</summary>
    public (string Text, int[] Effects) Body()
    {
        if (random.Next(3) == 0)
        {
            var (statement, effects) = Statement(3);
            return (statement[..^1], effects);
        }

        return Block(3, "");
    }

    /// <summary>What MariaDB takes outside of a routine.</summary>
    public (string Text, int[] Effects) TopLevel()
    {
        var (one, effects) = Statement(2);
        return random.Next(5) switch
        {
            0 => ($"if~{Pick(True)}~then~{one}~end~if", effects),
            1 => ($"for~i~in~1..2~do~{one}~end~for", [.. effects, .. effects]),
            2 => ($"case~1~when~1~then~{one}~end~case", effects),
            3 => ($"repeat~{one}~until~{Pick(True)}~end~repeat", effects),
            _ => ($"begin~not~atomic~{one}~end", effects),
        };
    }

    /// <summary>A statement with a semicolon behind it.</summary>
    public (string Text, int[] Effects) Statement(int depth)
    {
        if (depth == 0)
        {
            return Simple();
        }

        var (one, effects) = Statement(depth - 1);
        var (two, _) = Statement(depth - 1);
        switch (random.Next(isMariaDb ? 14 : 13))
        {
            case 0:
                return ($"if~{Pick(True)}~then~{one}~else~{two}~end~if;", effects);
            case 1:
                return ($"if~0~then~{two}~elseif~{Pick(True)}~then~{one}~end~if;", effects);
            case 2:
                return ($"case~1~when~1~then~{one}~else~{two}~end~case;", effects);
            case 3:
                return ($"case~when~0~then~{two}~when~{Pick(True)}~then~{one}~end~case;", effects);
            case 4:
                return ($"while~0~=~{Pick("1", "case~when~1~then~1~end")}~do~{two}~end~while;", []);
            case 5:
                var loop = Label();
                return ($"{loop}:~loop~{one}~leave~{loop};~end~loop{Pick("", $"~{loop}")};", effects);
            case 6:
                return ($"repeat~{one}~until~{Pick(True)}~end~repeat;", effects);
            case 7:
                var (block, all) = Block(depth, "");
                return ($"{block};", all);
            case 8:
                var label = Label();
                (block, all) = Block(depth, Pick("", $"~{label}"));
                return ($"{label}:~{block};", all);
            case 9 or 10:
                return ($"begin~declare~{Pick("exit", "exit")}~handler~for~{Pick(Conditions)}~{one}~signal~sqlstate~'45000';~{two}~end;", effects);
            case 11:
                return ($"begin~declare~c{_labels}~condition~for~sqlstate~'45000';~declare~continue~handler~for~c{_labels}~begin~{one}~end;~begin~end;~signal~c{_labels};~end;", effects);
            case 13:
                return ($"for~i~in~1..2~do~{one}~end~for;", [.. effects, .. effects]);
            default:
                return (one, effects);
        }
    }

    private (string Text, int[] Effects) Block(int depth, string label)
    {
        var (one, first) = Statement(depth - 1);
        var (two, second) = Statement(depth - 1);
        return ($"begin~{Pick("", "declare~do_~int~default~0;~", "declare~a,~b~int;~")}{one}~{two}~end{label}", [.. first, .. second]);
    }

    private (string Text, int[] Effects) Simple()
    {
        var (text, effects) = insert();
        return random.Next(6) switch
        {
            0 => ("set~@v~=~if(1,~2,~3);", []),
            1 => ("select~begin~into~@v~from~(select~1~as~begin)~t;", []),
            2 => ("begin~end;", []),
            _ => ($"{text};", effects),
        };
    }

    private string Label() => FormattableString.Invariant($"l{_labels++}");

    private T Pick<T>(params T[] values) => values[random.Next(values.Length)];
}
