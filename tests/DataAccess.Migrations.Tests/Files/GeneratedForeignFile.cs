namespace DataAccess.Migrations.Tests.Files;

/// <summary>Files of another tool whose parts are known, because each was made of statements that are.</summary>
/// <param name="random">Decides on everything.</param>
internal sealed class GeneratedForeignFile(Random random)
{
    private readonly List<string> _lines = [];
    private int _number;

    public List<string> Up { get; } = [];

    public List<string> Down { get; } = [];

    public bool IsUpWithoutTransaction { get; private set; }

    public bool IsDownWithoutTransaction { get; private set; }

    public List<(string Path, string Text)> Files { get; } = [];

    /// <summary>Makes the files of one migration.</summary>
    /// <param name="tool">The tool's name.</param>
    /// <param name="bad">A line to put between two statements of the up part, or null.</param>
    public void Make(string tool, string? bad = null)
    {
        switch (tool)
        {
            case "goose" or "micrate":
                Goose(tool, bad);
                break;
            case "sql-migrate":
                Comments();
                Halves(Line("-- +migrate{+}Up", NoTransaction("{+}notransaction", up: true)), Line("-- +migrate{+}Down", NoTransaction("{+}notransaction", up: false)), bad, "-- +migrate{+}Statement");
                break;
            case "dbmate":
                Comments();
                Halves(Line("--{*}migrate:up", NoTransaction("{+}transaction:false", up: true, "{+}transaction:true")), Line("--{*}migrate:down", NoTransaction("{+}transaction:false", up: false, "{+}transaction:true")), bad);
                break;
            case "tern":
                NoTransactionOfBoth("---- tern: disable-tx ----{*}");
                Halves("", "---- create above / drop below ----{*}", bad);
                break;
            case "node-pg-migrate":
                Comments();
                Halves(Cased("{*}--{*}up{+}migration") + Pick("", ": the rows", " (1)"), Cased("{*}-- {*}down{+}migration") + Pick("", ": the rows"), bad);
                break;
            case "shmig":
                Halves(Pick("-- ==== UP ====", "--== UP ==", "-- =UP="), Pick("-- ==== DOWN ====", "--=DOWN="), bad);
                break;
            case "MyBatis":
                _lines.Add("-- // makes the tables");
                Halves("", Cased("{*}--{*}//{*}@undo{*}"), bad);
                break;
            case "Play":
                Halves(Pick("# --- !Ups", "-- !Ups", "#!Ups now"), Pick("# --- !Downs", "-- !Downs"), bad, doublesSemicolons: true);
                break;
            case "rambler":
                Rambler(bad);
                break;
            case "Liquibase":
                Liquibase(bad);
                break;
            default:
                Plain(tool, bad);
                break;
        }

        if (Files.Count == 0)
        {
            Files.Add(("1_a.sql", Text()));
        }
    }

    private void Goose(string tool, string? bad)
    {
        Comments();
        NoTransactionOfBoth(Cased($"--{{*}}+{tool}{{+}}no{{+}}transaction{{*}}"));
        Halves(Cased($"--{{*}}+{tool}{{+}}up{{*}}"), Cased($"--{{*}}+{tool}{{+}}down{{*}}"), bad, $"--{{*}}+{tool}{{+}}Statement");
    }

    private void Rambler(string? bad)
    {
        var sections = new List<List<string>>();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            _lines.Add(Spaced("-- rambler{+}up{*}"));
            Statements(Up, "", bad: i == 1 ? bad : null);
            _lines.Add(Spaced("-- rambler{+}down{*}"));
            sections.Add([]);
            Statements(sections[^1], "");
        }

        sections.Reverse();
        Down.AddRange(sections.SelectMany(static s => s));
    }

    private void Liquibase(string? bad)
    {
        var sections = new List<List<string>>();
        var isOutside = random.Next(3) == 0;
        (IsUpWithoutTransaction, IsDownWithoutTransaction) = (isOutside, isOutside);
        _lines.Add(Spaced(Cased("--{*}liquibase formatted sql")));
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            _lines.Add(Spaced(Pick("--{*}changeset{+}me:", "--changeset \"me too\":{*}", "--CHANGESET me:") + FormattableString.Invariant($"{_number++}") + (isOutside ? "{+}runInTransaction:false" : "") + Pick("", "{+}splitStatements:false", " dbms:postgresql,h2 stripComments:false", " logicalFilePath:\"a b.sql\"")));
            Statements(Up, "", bad: i == 1 ? bad : null);
            sections.Add([]);
            Rollback(sections[^1]);
        }

        sections.Reverse();
        Down.AddRange(sections.SelectMany(static s => s));
    }

    private void Rollback(List<string> section)
    {
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var statement = Statement();
            section.Add(string.Join('\n', statement));
            if (random.Next(2) == 0 || statement.Length > 1)
            {
                _lines.AddRange([Spaced(Cased("{*}/*{*}liquibase{+}rollback{*}")), .. statement[..^1], statement[^1] + ";", "*/"]);
            }
            else
            {
                _lines.Add(Spaced(Cased("{*}--{*}rollback ")) + statement[0] + ";");
            }
        }
    }

    /// <summary>The tools that have a file for each direction, or none that undoes.</summary>
    private void Plain(string tool, string? bad)
    {
        var (up, down) = tool switch
        {
            "golang-migrate" or "sqlx" => ("1_a.up.sql", "1_a.down.sql"),
            "Flyway" => ("V1__a.sql", "U1__a.sql"),
            "refinery" => ("V1__a.sql", null),
            _ => ("0001_a.sql", (string?)null),
        };
        var directive = tool switch
        {
            "sqlx" => Pick("-- no-transaction", "-- no-transaction: an index"),
            "Atlas" => Spaced("-- atlas:txmode none{*}"),
            "yoyo" => Spaced(Cased("{*}--{*}transactional:{*}false{*}")),
            "Graphile Migrate" => "--! no-transaction",
            _ => null,
        };
        IsUpWithoutTransaction = OwnDirective(directive);
        _lines.AddRange(tool switch { "Atlas" => [Pick("-- atlas:nolint destructive", "-- atlas:delimiter ;")], "Graphile Migrate" => ["--! Previous: -", "--! Hash: sha1:ab"], _ => Array.Empty<string>() });
        Comments();
        Statements(Up, "", bad: bad);
        Files.Add((up, Text()));
        if (down is not null)
        {
            _lines.Clear();
            IsDownWithoutTransaction = OwnDirective(directive);
            Comments();
            Statements(Down, "");
            Files.Add((down, Text()));
        }
    }

    private bool OwnDirective(string? directive)
    {
        if (directive is null || random.Next(2) == 0)
        {
            return false;
        }

        _lines.Add(directive);
        return true;
    }

    private void NoTransactionOfBoth(string directive)
    {
        if (random.Next(3) == 0)
        {
            (IsUpWithoutTransaction, IsDownWithoutTransaction) = (true, true);
            _lines.Add(Spaced(directive));
        }
    }

    private string NoTransaction(string option, bool up, string other = "")
    {
        if (random.Next(3) > 0)
        {
            return Pick("", other);
        }

        (IsUpWithoutTransaction, IsDownWithoutTransaction) = (IsUpWithoutTransaction || up, IsDownWithoutTransaction || !up);
        return option;
    }

    private void Halves(string up, string down, string? bad, string block = "", bool doublesSemicolons = false)
    {
        if (up.Length > 0)
        {
            _lines.Add(Spaced(up));
        }

        Statements(Up, block, doublesSemicolons, bad);
        if (random.Next(5) > 0)
        {
            _lines.Add(Spaced(down));
            Statements(Down, block, doublesSemicolons);
        }
    }

    private void Statements(List<string> part, string block, bool doublesSemicolons = false, string? bad = null)
    {
        var count = random.Next(1, 5);
        var at = random.Next(count);
        for (var i = 0; i < count; i++)
        {
            Comments();
            if (bad is not null && i == at)
            {
                _lines.Add(bad);
            }

            var statement = Statement();
            part.Add(string.Join('\n', statement));
            var isBlock = block.Length > 0 && (statement.Length > 2 || random.Next(3) == 0);
            if (isBlock)
            {
                _lines.Add(Spaced(block + "Begin"));
            }

            _lines.AddRange(statement[..^1].Select(line => doublesSemicolons ? line.Replace(";", ";;", StringComparison.Ordinal) : line));
            _lines.Add((doublesSemicolons ? statement[^1].Replace(";", ";;", StringComparison.Ordinal) : statement[^1]) + ";" + Pick("", " ", " -- done"));
            if (isBlock)
            {
                _lines.Add(Spaced(block + "End"));
            }
        }
    }

    private string[] Statement()
    {
        var n = _number++;
        return random.Next(6) switch
        {
            0 => [FormattableString.Invariant($"create table t{n} ("), "  x int -- up; to here", ")"],
            1 => [FormattableString.Invariant($"insert into a values ('x;y', {n})")],
            2 => [FormattableString.Invariant($"create function f{n}() returns int language plpgsql as $$"), "begin", "  perform 'down; migration';", FormattableString.Invariant($"  return {n};"), "end $$"],
            3 => [FormattableString.Invariant($"update a set x = 'it''s -- down' where n = {n}")],
            4 => [FormattableString.Invariant($"drop table if exists t{n}")],
            _ => [FormattableString.Invariant($"select {n}, '/* + Up'"), "  from a"],
        };
    }

    private void Comments()
    {
        for (var i = random.Next(3); i > 0; i--)
        {
            _lines.Add(Pick("", "-- Counts up; and down the list.", "-- What we never rollback.", "-- downloads", "/* the rows; of migration 3 */", "  -- create the table above", "\t", "-- Up to version 3"));
        }
    }

    private string Text()
    {
        var end = Pick("\n", "\r\n");
        return Pick("", "\uFEFF") + string.Join(end, _lines.Select(line => line.Replace("\n", end, StringComparison.Ordinal))) + Pick("", end, end + end);
    }

    private string Line(string directive, string option) => Spaced(directive + option + "{*}");

    private string Spaced(string text)
    {
        while (text.IndexOf('{', StringComparison.Ordinal) is >= 0 and var at)
        {
            text = text[..at] + (text[at + 1] == '+' ? Pick(" ", "  ", "\t", " \t") : Pick("", " ", "  ")) + text[(at + 3)..];
        }

        return text;
    }

    /// <summary>For the tools that do not look at upper and lower case.</summary>
    private string Cased(string text) => Pick(text, text.ToUpperInvariant(), text.ToLowerInvariant(), string.Concat(text.Select((c, i) => i % 2 == 0 ? char.ToUpperInvariant(c) : c)));

    private T Pick<T>(params T[] values) => values[random.Next(values.Length)];
}
