namespace DataAccess.Migrations.Tests.Parsing.Generated;

internal sealed class MySqlScript(Random random, int first, bool isMariaDb) : GeneratedScript(random, first)
{
    private static readonly string[] Types = ["int", "int~unsigned", "varchar(10)~charset~utf8mb4", "decimal(5,~2)", "enum('1',~';')", "double~precision", "char~character~set~latin1", "bigint(20)~unsigned~zerofill"];

    protected override string[] Gaps { get; } = [" ", "\n", "\r\n", "\t", " /* ; ' */ ", " -- ; '\n", " # ; \" \n", " -- ;\r '\n", "\n# ;\r `\n", "\n--\n", " /* /* ; */ "];

    protected override string[] Zeros { get; } =
    [
        "0", "length('\\';') - 2", "length(\"\\\";\") - 2", "length('it''s;') - 5", "(5--1) - 6", "if(1,~0,~5)", "case~when~1~then~0~end", "length(repeat('a;',~2)) - 4",
        "(select~begin~from~(select~0~as~begin)~t)", "(select~t.end~from~(select~0~as~end)~t)", "(select~`a;``b`~from~(select~0~as~`a;``b`)~t)", "length(x'3b') - 1", "length(n'x;') - 2",
        "(select~case~when~end~then~1~else~end~end~from~(select~0~as~end)~t)", "/*!40101 0 */", "/*!999999 1 + */ 0", "0 /*!40101 + length('*;') - 2 */", "length('\\\\;') - 2",
        .. isMariaDb ? ["/*M! 0 */", "/*M!100100 0 */"] : Array.Empty<string>(),
    ];

    protected override void AddPiece()
    {
        switch (Random.Next(isMariaDb ? 14 : 11))
        {
            case 0 or 1:
                AddProcedure();
                break;
            case 2:
                AddFunction();
                break;
            case 3:
                AddTrigger();
                break;
            case 4:
                AddEvent();
                break;
            case 5:
                AddNames();
                break;
            case 6:
                var n = Number();
                Add(FormattableString.Invariant($"/*!40101 insert into log values ({n} + length('*;') - 2) */"), n);
                break;
            case 7:
                AddDelimited();
                break;
            case 11:
                AddCompound();
                break;
            case 12:
                AddPackage();
                break;
            case 13:
                AddOracle();
                break;
            default:
                Add(InsertOf(out var effects), effects);
                break;
        }
    }

    protected override void Finish()
    {
        SetDelimiter(null);
        base.Finish();
    }

    private MySqlBodyMaker Bodies => new(Random, isMariaDb, () => (InsertOf(out var effects), effects));

    private void AddProcedure()
    {
        var n = Number();
        var (body, effects) = Bodies.Body();
        var hasParameter = Random.Next(2) == 0;
        var kind = Pick("", "comment~'x;'~", "language~sql~not~deterministic~", "sql~security~invoker~", "modifies~sql~data~");
        Add(FormattableString.Invariant($"create~{Pick("", "definer~=~current_user()~")}procedure~{Pick("", "if~not~exists~")}p{n}({(hasParameter ? Pick("in~begin~int", "end~int", "in~a~int") : "")})~{kind}{body}"));

        // A parameter hides the columns of its name, which are zero, too.
        Add(FormattableString.Invariant($"call~p{n}({(hasParameter ? "0" : "")})"), effects);
    }

    private void AddFunction()
    {
        var n = Number();
        var (statement, effects) = Bodies.Statement(2);
        var body = Pick($"begin~{statement}~return~1;~end", $"if~1~then~{statement}~return~1;~else~return~2;~end~if", $"l9:~loop~{statement}~return~1;~end~loop~l9", $"case~1~when~1~then~{statement}~return~1;~end~case");
        Add(FormattableString.Invariant($"create~function~f{n}()~returns~{Pick(Types)}~modifies~sql~data~deterministic~{body}"));
        Add(FormattableString.Invariant($"{Pick("do~", "set~@r~=~")}f{n}()"), effects);
    }

    private void AddTrigger()
    {
        var n = Number();
        var (one, before) = Bodies.Body();
        var (two, after) = Bodies.Body();
        Add(FormattableString.Invariant($"create~table~t{n}~(n~int,~end~int)"));
        Add(FormattableString.Invariant($"create~trigger~r{n}~before~insert~on~t{n}~for~each~row~{one}"));
        Add(FormattableString.Invariant($"create~trigger~s{n}~before~insert~on~t{n}~for~each~row~{Pick("follows", "precedes")}~{Pick($"r{n}", $"`r{n}`")}~{two}"));
        Add(FormattableString.Invariant($"insert~into~t{n}~(n)~values~(1)"), [.. before, .. after]);
    }

    private void AddEvent()
    {
        var n = Number();
        var (body, _) = Bodies.Body();
        Add(FormattableString.Invariant($"create~event~e{n}~on~schedule~at~now()~+~interval~1~day~on~completion~preserve~disable~{Pick("", "comment~'do;'~")}do~{body}"));
        Add(FormattableString.Invariant($"drop~event~e{n}"));
    }

    private void AddNames()
    {
        var (body, effects) = Bodies.Body();
        var n = Number();
        Add(FormattableString.Invariant($"create~procedure~begin()~{body}"));
        Add("call~begin()", effects);
        Add("drop~procedure~begin");
        Add("create~table~begin~(begin~int,~end~int)");
        Add(FormattableString.Invariant($"insert~into~begin~(begin,~end)~values~({n},~2)"));
        Add("insert~into~log~select~begin~from~begin", n);
        Add("drop~table~begin");
    }

    private void AddDelimited()
    {
        var (delimiter, line) = Pick(("//", "DELIMITER //"), ("$$", "delimiter '$$'"), (";;", "Delimiter \";;\" -- two"), ("end of it", "DELIMITER `end of it`"), ("@@@", "delimiter @@@"));
        AddLine(line);
        SetDelimiter(delimiter);
        for (var i = Random.Next(3); i >= 0; i--)
        {
            switch (Random.Next(5))
            {
                case 0:
                    AddProcedure();
                    break;
                case 1 when isMariaDb:
                    AddCompound();
                    break;
                case 2:
                    Add($"{InsertOf(out var one)};~{InsertOf(out var two)}", [.. one, .. two]);
                    break;
                case 3:
                    AddDumped();
                    break;
                default:
                    Add(InsertOf(out var effects), effects);
                    break;
            }
        }

        SetDelimiter(null);
        AddLine(Pick("DELIMITER ;", "delimiter ; # back"));
    }

    /// <summary>As mysqldump writes it.</summary>
    private void AddDumped()
    {
        var n = Number();
        var m = Number();
        Add(FormattableString.Invariant($"/*!50003 CREATE*/ /*!50020 DEFINER=CURRENT_USER()*/ /*!50003 PROCEDURE d{n}() BEGIN INSERT INTO log VALUES ({m}); SELECT ';' INTO @v; END */"));
        Add(FormattableString.Invariant($"call~d{n}()"), m);
    }

    private void AddCompound()
    {
        var (body, effects) = Bodies.TopLevel();
        Add(body, effects);
    }

    private void AddPackage()
    {
        var n = Number();
        var (body, effects) = Bodies.Body();
        Add(FormattableString.Invariant($"create~package~k{n}~procedure~p();~function~f()~returns~int;~end"));
        Add(FormattableString.Invariant($"create~package~body~k{n}~declare~v~int~default~2;~function~f()~returns~int~{Pick("return~1", "begin~return~1;~end")};~procedure~p()~{body};~{Pick("", "set~@x~=~1;~")}end"));
        Add(FormattableString.Invariant($"call~k{n}.p()"), effects);
    }

    private void AddOracle()
    {
        var n = Number();
        var m = Number();
        Add("set~sql_mode~=~'ORACLE'");
        Add(FormattableString.Invariant($"create~procedure~o{n}(a~int)~{Pick("as", "is")}~b~int~:=~1;~c~int;~begin~if~a~=~1~then~insert~into~log~values~({m});~elsif~b~=~2~then~null;~end~if;~while~b~>~3~loop~b~:=~b~+~1;~end~loop;~for~i~in~1..2~loop~null;~end~loop;~end"));
        Add(FormattableString.Invariant($"call~o{n}(1)"), m);
        Add("set~sql_mode~=~default");
    }
}
