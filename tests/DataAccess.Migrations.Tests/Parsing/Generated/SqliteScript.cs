namespace DataAccess.Migrations.Tests.Parsing.Generated;

internal sealed class SqliteScript(Random random, int first) : GeneratedScript(random, first)
{
    protected override string[] Gaps { get; } = [" ", "\n", "\r\n", "\t", "\f", " /* ; ' */ ", " -- ; '\n", "\n-- ;\r '\n", " /* /* ; */ "];

    protected override string[] Zeros { get; } =
    [
        "0", "length('a;') - 2", "length('it''s;') - 5", "length('\\') - 1", "case~when~1~then~0~end", "(select~[a;b]~from~(select~0~as~[a;b]))", "(select~`a;``b`~from~(select~0~as~`a;``b`))",
        "(select~\"a;\"\"b\"~from~(select~0~as~\"a;\"\"b\"))", "(select~begin~from~(select~0~as~begin))", "(select~t.end~from~(select~0~as~end)~t)", "length(x'3b') - 1", "(1 - 1)", "iif(1,~0,~';')",
        "(select~case~when~begin~then~1~else~end~end~from~(select~0~as~begin,~0~as~end))",
    ];

    protected override void AddPiece()
    {
        switch (Random.Next(4))
        {
            case 0:
                AddTrigger();
                break;
            case 1:
                AddNames();
                break;
            default:
                Add(InsertOf(out var effects), effects);
                break;
        }
    }

    protected override void Finish()
    {
        base.Finish();
        AddLine(Pick("", "/* open ; '", "-- open ; '", "; /* ; */ /* x"));
    }

    private void AddTrigger()
    {
        var n = Number();
        var insert = InsertOf(out var one);
        var second = InsertOf(out var two);
        Add(FormattableString.Invariant($"create~table~t{n}~(n~int,~begin~int)"));
        Add(FormattableString.Invariant(
            $"create~trigger~{Pick("", "if~not~exists~")}r{n}~{Pick("before", "after")}~insert~on~t{n}~{Pick("", "for~each~row~", "when~case~when~new.n~then~1~end~")}begin~{insert};~update~t{n}~set~begin~=~case~when~1~then~2~end;~{Pick("", "select~case~new.n~when~1~then~2~end;~")}{second};~end"));
        Add(FormattableString.Invariant($"insert~into~t{n}~(n)~values~(1)"), [.. one, .. two]);
    }

    private void AddNames()
    {
        var n = Number();
        Add(FormattableString.Invariant($"create~table~[trigger;{n}]~(begin~int,~\"end\"~int~default~(case~when~1~then~2~end))"));
        Add(FormattableString.Invariant($"insert~into~[trigger;{n}]~(begin)~values~({n})"));
        Add(FormattableString.Invariant($"insert~into~log~select~begin~from~[trigger;{n}]"), n);
    }
}
