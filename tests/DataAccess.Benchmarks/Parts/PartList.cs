using System.Data.Common;
using System.Threading.RateLimiting;
using BitFaster.Caching.Lru;
using DataAccess.Connections.Statements;
using DataAccess.Migrations.Engines.PostgreSql;
using DataAccess.Migrations.Parsing;
using DataAccess.Providers;
using DataAccess.Sql;
using DataAccess.Sqlite;
using DataAccess.Writing.Queue;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace DataAccess.Benchmarks;

/// <summary>The parts that are written by hand although libraries exist for them.</summary>
internal static class PartList
{
    private const int Statements = 64;
    private const int RowBytes = 200;
    private const long Limit = 4L << 20;

    private const string Statement = "select id, name, amount, created, active from items where id = $1 and name <> 'it''s' -- a comment";

    private static readonly object?[] Values = [1, "x"];

    /// <summary>Statements whose quotes or comments one database reads in its own way. Each has one separator.</summary>
    private static readonly string[] Dialects =
    [
        "select $a$ it's; $a$; select 2",
        @"select E'a\';b'; select 2",
        "select `a'b`; select 2",
        "select 1 # it's\n; select 2",
        "select 5--1; select 2",
        @"select 'a\';b'; select 2",
        "select 1 /*!, 2 */; select 3",
        "select [a'b]; select 2",
    ];

    public static async Task WriteAsync(TextWriter output, CancellationToken cancellationToken)
    {
        await using var db = SqliteDatabase.Open(":memory:");
        await using var connection = db.Provider.CreateConnection();
        await db.Provider.OpenAsync(connection, ConnectionRole.Writer, cancellationToken);
        await (await StatementCacheAsync(db.Provider, connection)).WriteAsync(output, cancellationToken);
        await ByteBudget().WriteAsync(output, cancellationToken);
        await Scanner().WriteAsync(output, cancellationToken);
        await Lexer().WriteAsync(output, cancellationToken);
        var wrong = Dialects.Count(static sql => Tokens(sql).Count(static token => token.TokenType == TSqlTokenType.Semicolon) != 1);
        await output.WriteLineAsync($"ScriptDom finds the separator of {Dialects.Length - wrong} of {Dialects.Length} statements of other databases.");
    }

    private static async Task<PartRace> StatementCacheAsync(DatabaseProvider provider, DbConnection connection)
    {
        var texts = new SqlTextCache(provider.Dialect, Conversions.Declared);
#pragma warning disable DA0006 // Each text is another on purpose.
        var all = Enumerable.Range(0, Statements).Select(i => texts.Get($"select {SqlStatement.Raw($"{i}")} where {1} < 2 and {"x"} <> 'y'")).ToArray();
#pragma warning restore DA0006
        var cache = new StatementCache(connection, provider, 2 * Statements, static () => { }, Limit);
        var memory = new MemoryCache(new MemoryCacheOptions { SizeLimit = Limit });
        var lru = new ClassicLru<SqlText, DbCommand>(1, 2 * Statements, ReferenceEqualityComparer.Instance);
        foreach (var text in all)
        {
            var command = await cache.GetAsync(text, Values, CancellationToken.None);
            memory.Set(text, command, new MemoryCacheEntryOptions { Size = text.Bytes });
            lru.AddOrUpdate(text, command);
        }

        return new PartRace(
            "A prepared statement is found and its two values are set",
            300_000,
            (nameof(StatementCache), GetAllAsync),
            (nameof(MemoryCache), Loop(i => Fill(provider, memory.Get<DbCommand>(all[i % Statements])!))),
            ("ClassicLru", Loop(i => Fill(provider, lru.TryGet(all[i % Statements], out var command) ? command : throw new InvalidOperationException()))));

        async ValueTask GetAllAsync(int count)
        {
            for (var i = 0; i < count; i++)
            {
                await cache.GetAsync(all[i % Statements], Values, CancellationToken.None);
            }
        }
    }

    private static PartRace ByteBudget()
    {
        var budget = new ByteBudget(Limit, TimeProvider.System);
        var limiter = new ConcurrencyLimiter(new() { PermitLimit = (int)Limit, QueueLimit = int.MaxValue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });
        return new PartRace(
            "Bytes are acquired and released",
            300_000,
            (nameof(Writing.Queue.ByteBudget), Loop(_ =>
            {
                budget.TryAcquire(RowBytes);
                budget.Release(RowBytes);
            })),
            (nameof(ConcurrencyLimiter), Loop(_ => limiter.AttemptAcquire(RowBytes).Dispose())));
    }

    private static PartRace Scanner()
        => new(
            "A select is cut into tokens",
            30_000,
            (nameof(SqlScanner), Loop(static _ => SqlScanner.Scan(Statement, SqlLexis.DollarQuotes | SqlLexis.NestedComments, out var _))),
            ("ScriptDom", Loop(static _ => Tokens(Statement))));

    private static PartRace Lexer()
    {
        var script = string.Concat(Enumerable.Range(0, 500).Select(static i => FormattableString.Invariant($"insert into items (id, name, amount) values ({i}, 'it''s {i}', {i}.5); -- row {i}\n")));
        return new PartRace(
            "A script of 500 inserts is cut into tokens",
            20,
            (nameof(SqlLexer), Loop(_ =>
            {
                var lexer = new SqlLexer(script, PostgreSqlFlavour.Instance);
                while (lexer.TryRead(out var _))
                {
                }
            })),
            ("ScriptDom", Loop(_ => Tokens(script))));
    }

    private static IList<TSqlParserToken> Tokens(string sql) => new TSql160Parser(initialQuotedIdentifiers: true).GetTokenStream(new StringReader(sql), out var _);

    private static void Fill(DatabaseProvider provider, DbCommand command)
    {
        for (var i = 0; i < Values.Length; i++)
        {
            command.Parameters[i].Value = Values[i] is { } value ? provider.ToDriverValue(value) : DBNull.Value;
        }
    }

    private static Func<int, ValueTask> Loop(Action<int> operation) => count =>
    {
        for (var i = 0; i < count; i++)
        {
            operation(i);
        }

        return default;
    };
}
