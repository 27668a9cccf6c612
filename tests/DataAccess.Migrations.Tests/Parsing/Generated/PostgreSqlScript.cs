namespace DataAccess.Migrations.Tests.Parsing.Generated;

internal sealed class PostgreSqlScript(Random random, int first) : GeneratedScript(random, first)
{
    protected override string[] Gaps { get; } = [" ", "\n", "\r\n", "\t", "\f", " /* a /* ; */ ' */ ", " -- ; '\n", "\n-- ; $$\r", "\n--\n"];

    protected override string[] Zeros { get; } =
    [
        "0", "length('x;y') - 3", "length(E'\\';') - 2", "length($$;'$$) - 2", "length($q$ $$;$q$) - 4", "length(E'a'\n'\\';') - 3", "length(E'a' -- ; '\n  '\\';') - 3",
        "length(E'a'\r-- ;\r-- '\n\n'\\';'\n'b\\'') - 5", "length('\\') - 1", "length('a'\n'\\') - 2", "(select~go~from~(select~0~as~go)~as~begin)", "(select~begin~from~(select~0~as~begin)~as~go)",
        "case~when~true~then~0~end", "(select~\"a;\"\"b\"~from~(select~0~as~\"a;\"\"b\")~as~t)", "length(U&'\\0041;') - 2", "x'1f'::int - 31", "array_length(array['a;',~';'],~1) - 2",
        "(select~case~when~true~then~atomic~end~from~(select~0~as~atomic)~as~t)", "(select~begin~atomic~from~(select~0~as~begin)~as~t)", "(select~a$b~from~(select~0~as~a$b)~as~t)",
        "length(e'\\\\;') - 2", "(1 - 1)", "0 * -1", "length($é$;'$e$$é$) - 5",
    ];

    protected override void AddPiece()
    {
        switch (Random.Next(12))
        {
            case 0:
                AddBlock();
                break;
            case 1:
                AddFunction();
                break;
            case 2 or 3:
                AddAtomicFunction();
                break;
            case 4:
                AddRule();
                break;
            case 5:
                AddEscapes();
                break;
            case 6:
                AddNames();
                break;
            case 7:
                Add(FormattableString.Invariant($"create~procedure~e{Number()}()~language~sql~begin~atomic~end"));
                break;
            default:
                Add(InsertOf(out var effects), effects);
                break;
        }
    }

    private void AddBlock()
    {
        var body = Body(out var effects);
        Add($"do~{Pick("", "language~plpgsql~")}{Quote(body)}", effects);
    }

    private void AddFunction()
    {
        var n = Number();
        var body = Body(out var effects);
        Add(FormattableString.Invariant($"create~or replace~function~f{n}()~returns~void~language~plpgsql~as~{Quote(body)}"));
        Add(FormattableString.Invariant($"select~f{n}()"), effects);
    }

    private void AddAtomicFunction()
    {
        var n = Number();
        var insert = InsertOf(out var one);
        var second = InsertOf(out var two);
        var isProcedure = Random.Next(2) == 0;
        var between = Pick("", "select~case~when~true~then~case~1~when~1~then~2~end~end;~", "select~begin,~go,~atomic~from~(select~1~as~begin,~2~as~go,~3~as~atomic)~t;~");
        Add(FormattableString.Invariant($"create~{(isProcedure ? $"procedure~f{n}(a~int~default~case~when~true~then~1~end)" : $"function~f{n}(\"begin\"~int~default~0)~returns~int")}~language~sql~begin~atomic~{insert};~{between}{second};~{(isProcedure ? "" : "select~case~when~true~then~1~end;~")}end"));
        Add(FormattableString.Invariant($"{(isProcedure ? "call" : "select")}~f{n}()"), [.. one, .. two]);
    }

    private void AddRule()
    {
        var n = Number();
        var insert = InsertOf(out var one);
        var second = InsertOf(out var two);
        Add(FormattableString.Invariant($"create~table~t{n}~(n~int)"));
        Add(FormattableString.Invariant($"create~rule~r{n}~as~on~insert~to~t{n}~do~also~({insert};~{second}{Pick("", ";")})"));
        Add(FormattableString.Invariant($"insert~into~t{n}~values~(1)"), [.. one, .. two]);
    }

    private void AddEscapes()
    {
        var n = Number();
        Add("set~standard_conforming_strings~=~off");
        Add(FormattableString.Invariant($"insert~into~log~select~{n}~+~length('\\';')~-~2"), n);
        Add("set~standard_conforming_strings~to~on");
    }

    private void AddNames()
    {
        var n = Number();
        Add(FormattableString.Invariant($"create~table~\"go;{n}\"~(begin~int,~go~int,~\"end\"~int)"));
        Add(FormattableString.Invariant($"insert~into~\"go;{n}\"~(begin,~go)~values~({n},~2)"));
        Add(FormattableString.Invariant($"update~\"go;{n}\"~set~go~=~begin"));
        Add(FormattableString.Invariant($"insert~into~log~select~go~from~\"go;{n}\"~where~go~=~begin"), n);
    }

    private string Body(out int[] effects)
    {
        var insert = InsertOf(out var one);
        var second = InsertOf(out var two);
        var third = InsertOf(out _);
        effects = [.. one, .. two];
        return $"begin~{insert};~if~true~then~{second};~else~{third};~end~if;~end";
    }

    /// <summary>Quotes a body by a tag that is not in it, or as a string.</summary>
    private string Quote(string body)
    {
        var filled = Fill(body);
        var tag = Pick("$$", "$_1$", "$é$", "$body$", "'");
        return tag == "'" ? $"'{filled.Replace("'", "''", StringComparison.Ordinal)}'"
            : filled.Contains(tag, StringComparison.Ordinal) ? $"$other${filled}$other$"
            : $"{tag}{filled}{tag}";
    }
}
