namespace DataAccess.Migrations.Files.Formats;

/// <summary>The directives of each tool, as its documentation and its own parser have them.</summary>
internal static class MarkedFormats
{
    private const string Comment = @"^\s*(--|#|/\*|//)[\s*-]*";

    public static IReadOnlyList<ScriptFormat> All { get; } =
    [
        Goose("goose", Comment + @"\+?\s*goose\s+(up|down|statement|no[\s_-]*transaction|envsub|\w+\s*$)|^\s*(--|#|/\*|//).*\+\s*goose\b", @"\+goose"),
        Goose("micrate", Comment + @"\+\s*micrate\b", @"\+micrate"),
        new MarkedFormat(
            "sql-migrate",
            Comment + @"\+\s*migrate\b",
            ignoresCase: false,
            (MarkKind.Up, @"-- \+migrate[ \t]+Up(?<options>([ \t]+\S+)*)", ""),
            (MarkKind.Down, @"-- \+migrate[ \t]+Down(?<options>([ \t]+\S+)*)", ""),
            (MarkKind.BlockBegin, @"-- \+migrate[ \t]+StatementBegin", ""),
            (MarkKind.BlockEnd, @"-- \+migrate[ \t]+StatementEnd", ""))
        {
            Known = "-- +migrate Up, -- +migrate Down, each with notransaction or not, -- +migrate StatementBegin, -- +migrate StatementEnd",
            NoTransactionOption = "notransaction",
        },
        new MarkedFormat(
            "dbmate",
            Comment + @"migrate\s*:\s*\w",
            ignoresCase: false,
            (MarkKind.Up, @"--\s*migrate:up(?<options>([ \t]+\S+)*)", ""),
            (MarkKind.Down, @"--\s*migrate:down(?<options>([ \t]+\S+)*)", ""))
        {
            Known = "-- migrate:up and -- migrate:down, each with transaction:false or not",
            NoTransactionOption = "transaction:false",
            OtherOptions = ["transaction:true"],
        },
        new MarkedFormat(
            "tern",
            @"create\s+above\s*/\s*drop\s+below|" + Comment + @"tern\s*:",
            ignoresCase: false,
            (MarkKind.Down, "---- create above / drop below ----", ""),
            (MarkKind.NoTransaction, "---- tern: disable-tx ----", ""))
        {
            Known = "---- create above / drop below ---- and ---- tern: disable-tx ----",
            StartsWithUp = true,
            Forbidden = ("{{", "has a template of tern, which is not filled in here. Write its SQL, or use ${name} and --set."),
        },
        new MarkedFormat(
            "node-pg-migrate",
            @"^\s*(--|#|/\*|//)[\s*-]*(up|down)[\s-]+migration\b",
            ignoresCase: true,
            (MarkKind.Up, @"\s*--[\s-]*up\s+migration(\W.*)?", ""),
            (MarkKind.Down, @"\s*--[\s-]*down\s+migration(\W.*)?", ""))
        {
            Known = "-- Up Migration and -- Down Migration",
        },
        new MarkedFormat(
            "rambler",
            Comment + @"rambler\b",
            ignoresCase: false,
            (MarkKind.Up, @"-- rambler\s+up", ""),
            (MarkKind.Down, @"-- rambler\s+down", ""))
        {
            Known = "-- rambler up and -- rambler down",
            HasSections = true,
        },
        new MarkedFormat(
            "Play evolutions",
            @"^\s*(--|#|/\*|//).*!\s*(ups|downs)\b",
            ignoresCase: false,
            (MarkKind.Up, "(#|--).*!Ups.*", ""),
            (MarkKind.Down, "(#|--).*!Downs.*", ""))
        {
            Known = "# --- !Ups and # --- !Downs",
            DoublesSemicolons = true,
        },
        new MarkedFormat(
            "MyBatis Migrations",
            @"^\s*(--|#|/\*|//)[\s*/-]*@\s*(undo|delimiter)\b",
            ignoresCase: true,
            (MarkKind.Down, @"\s*--\s*//\s*@UNDO", ""),
            (MarkKind.Refused, @"\s*--\s*//\s*@DELIMITER.*", "The runner finds the ends of statements by itself. Remove it; on MySQL and MariaDB, DELIMITER is understood."))
        {
            Known = "-- //@UNDO",
            StartsWithUp = true,
        },
        new MarkedFormat(
            "shmig",
            @"^\s*(--|#|/\*|//)[\s*-]*=+\s*(up|down)\s*=",
            ignoresCase: false,
            (MarkKind.Up, "-- ?=+ ?UP ?=+", ""),
            (MarkKind.Down, "-- ?=+ ?DOWN ?=+", ""))
        {
            Known = "-- ==== UP ==== and -- ==== DOWN ====",
        },
        new MarkedFormat(
            "sqlx",
            @"^\s*(--|#)[\s-]*(no-transaction\b|no[ _]transaction\s*$)",
            ignoresCase: false,
            (MarkKind.NoTransaction, "-- no-transaction.*", ""))
        {
            Known = "-- no-transaction on the first line",
            StartsWithUp = true,
            NoTransactionIsFirst = true,
        },
        new MarkedFormat(
            "Atlas",
            Comment + @"atlas\s*:\s*\w",
            ignoresCase: false,
            (MarkKind.NoTransaction, @"-- atlas:txmode +none", ""),
            (MarkKind.Ignored, @"-- atlas:(txmode +file|nolint.*|delimiter +;)", ""),
            (MarkKind.Refused, @"-- atlas:txmode +all", "Run 'dataaccess migrate up --tx all' instead, and remove the line."),
            (MarkKind.Refused, @"-- atlas:delimiter.*", "The runner finds the ends of statements by itself. Remove it, and end each statement with a semicolon; on MySQL and MariaDB, write DELIMITER."),
            (MarkKind.Refused, @"-- atlas:(checkpoint|txtar|assert|import|sum)\b.*", "Remove the line, and what it stands for."))
        {
            Known = "-- atlas:txmode none, -- atlas:txmode file and -- atlas:nolint",
            StartsWithUp = true,
        },
        new MarkedFormat(
            "Graphile Migrate",
            @"^\s*--!",
            ignoresCase: false,
            (MarkKind.NoTransaction, "--! no-transaction", ""),
            (MarkKind.Ignored, "--! ?(Previous:|Hash:|Message:|AllowInvalidHash|split:).*", ""),
            (MarkKind.Refused, "--! ?include.*", "Put that file's statements here, or make it a migration."))
        {
            Known = "--! no-transaction on the first line, --! Previous:, --! Hash:, --! Message:",
            StartsWithUp = true,
            NoTransactionIsFirst = true,
        },
        new MarkedFormat(
            "yoyo",
            @"^\s*--\s*transactional\s*:",
            ignoresCase: true,
            (MarkKind.NoTransaction, @"\s*--\s*transactional:\s*false", ""),
            (MarkKind.Ignored, @"\s*--\s*transactional:\s*true", ""))
        {
            Known = "-- transactional: false and -- transactional: true",
            StartsWithUp = true,
        },
    ];

    private static MarkedFormat Goose(string tool, string mention, string prefix)
        => new(
            tool,
            mention,
            ignoresCase: true,
            (MarkKind.Up, @$"--\s*{prefix}\s+up", ""),
            (MarkKind.Down, @$"--\s*{prefix}\s+down", ""),
            (MarkKind.BlockBegin, @$"--\s*{prefix}\s+statementbegin", ""),
            (MarkKind.BlockEnd, @$"--\s*{prefix}\s+statementend", ""),
            (MarkKind.NoTransaction, @$"--\s*{prefix}\s+no\s+transaction", ""),
            (MarkKind.Ignored, @$"--\s*{prefix}\s+envsub\s+off", ""),
            (MarkKind.Refused, @$"--\s*{prefix}\s+envsub\s+on", "Environment variables are not filled in. Remove the line, and pass each value with --set name=value."))
        {
            Known = $"-- +{tool} Up, Down, StatementBegin, StatementEnd and NO TRANSACTION",
        };
}
