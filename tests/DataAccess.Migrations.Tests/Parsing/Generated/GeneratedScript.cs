using System.Text;

namespace DataAccess.Migrations.Tests.Parsing.Generated;

/// <summary>A script that was made statement by statement, so that its true split is known, and so are the numbers that it writes into the table <c>log</c>.</summary>
/// <param name="random">Decides on everything.</param>
/// <param name="first">The first number that it may write, and the one that its names have.</param>
internal abstract class GeneratedScript(Random random, int first)
{
    /// <summary>Stands in a template where a gap may be.</summary>
    private const string GapMark = "~";

    private readonly StringBuilder _text = new();
    private string? _delimiter;

    public List<string> Statements { get; } = [];

    public List<int> Effects { get; } = [];

    public string Text => _text.ToString();

    /// <summary>A number that was not used yet.</summary>
    public int Next { get; private set; } = first;

    protected Random Random { get; } = random;

    /// <summary>What divides tokens: blanks, and comments that hold what would end a statement.</summary>
    protected abstract string[] Gaps { get; }

    /// <summary>Expressions that are zero, each with something that would mislead who does not read as the server reads.</summary>
    protected abstract string[] Zeros { get; }

    public void Make(int pieces)
    {
        for (var i = 0; i < pieces; i++)
        {
            AddPiece();
        }

        Finish();
    }

    protected abstract void AddPiece();

    /// <summary>The last statement needs no end.</summary>
    protected virtual void Finish()
    {
        var last = Fill(InsertOf(out var effects));
        Statements.Add(last);
        Effects.AddRange(effects);
        _text.Append(last).Append(Random.Next(2) == 0 ? "" : ";").Append(Between());
    }

    protected int Number() => Next++;

    protected T Pick<T>(params T[] values) => values[Random.Next(values.Length)];

    /// <summary>Adds a statement, with the numbers that it writes.</summary>
    protected void Add(string template, params IEnumerable<int> effects)
    {
        var statement = Fill(template);
        Statements.Add(statement);
        Effects.AddRange(effects);
        _text.Append(Between()).Append(statement).Append(Pick("", " ", "\n", Between())).Append(_delimiter ?? ";");
        if (Random.Next(6) == 0)
        {
            // An empty statement is none.
            _text.Append(Between()).Append(_delimiter ?? ";");
        }
    }

    /// <summary>Adds a line that only a client reads.</summary>
    protected void AddLine(string line) => _text.Append('\n').Append(line).Append(Pick("\n", "\r\n"));

    /// <summary>Ends statements in another way from here on; null for the semicolon.</summary>
    protected void SetDelimiter(string? delimiter) => _delimiter = delimiter;

    protected string InsertOf(out int[] effects)
    {
        var n = Number();
        effects = [n];
        var value = FormattableString.Invariant($"{n} + {Pick(Zeros)}");
        return Pick($"insert into~log~(n)~values~({value})", $"insert into~log select~{value}", $"insert~into~log~(n)~select~{value}~as~n", $"insert into log values({value})");
    }

    /// <summary>A zero that the script holds as it is, without gaps of its own.</summary>
    protected string Fill(string template)
    {
        var filled = new StringBuilder();
        var parts = template.Split(GapMark);
        filled.Append(parts[0]);
        foreach (var part in parts.Skip(1))
        {
            filled.Append(Random.Next(3) == 0 ? Pick(Gaps) : " ").Append(part);
        }

        return filled.ToString();
    }

    private string Between()
    {
        var text = new StringBuilder();
        for (var i = Random.Next(3); i >= 0; i--)
        {
            text.Append(Pick(Gaps));
        }

        return text.ToString();
    }
}
