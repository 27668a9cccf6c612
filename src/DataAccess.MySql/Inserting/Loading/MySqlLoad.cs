using System.Data.Common;
using DataAccess.Mapping;
using DataAccess.MySql.Sessions;
using DataAccess.MySql.Types;
using DataAccess.Providers;
using MySqlConnector;

namespace DataAccess.MySql.Inserting.Loading;

/// <summary>
/// Streams rows with LOAD DATA LOCAL inside an open transaction. LOAD DATA turns errors into warnings, so the caller commits only if
/// all rows were loaded without one.
/// </summary>
internal sealed class MySqlLoad<T>(DatabaseProvider provider, TableMap<T> map)
    where T : notnull
{
    /// <summary>
    /// The names and types of the columns. They are queried in the transaction that loads the rows, whose lock on the table prevents
    /// others from changing it.
    /// </summary>
    public string DescribeSql { get; } =
        $"select {string.Join(", ", map.Inserted.Select(c => provider.Dialect.QuoteIdentifier(c.Column)))} from {provider.Quote(map.Table)} limit 0";

    /// <summary>
    /// How each column is read, or null if one has a type for which the value could change. To LOAD DATA everything is text, and in some
    /// columns text has another meaning than a number: the year 0 is 0000 and '0' is 2000, and an enum interprets a number as its
    /// position and text as its name.
    /// </summary>
    public MySqlLoadColumn[]? PlanFor(DbDataReader described)
    {
        var plan = new MySqlLoadColumn[map.Inserted.Count];
        for (var i = 0; i < plan.Length; i++)
        {
            plan[i] = MySqlTypes.Find(map.Inserted[i].Type)?.LoadInto(NameOf(described.GetDataTypeName(i))) ?? MySqlLoadColumn.Unsafe;
            if (plan[i] == MySqlLoadColumn.Unsafe)
            {
                return null;
            }
        }

        return plan;
    }

    /// <summary>Loads the rows; returns true if all of them were stored as they are.</summary>
    public async ValueTask<bool> TryAsync(
        MySqlConnection connection, MySqlLoadColumn[] plan, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        // The driver queries the warnings, and raises this event, only if the server's answer counted some.
        var warnings = 0;
        void OnWarning(object sender, MySqlInfoMessageEventArgs e) => warnings++;

        using var stream = new MySqlRowStream<T>(map, attempt.Rows, cancellationToken);
        var loader = CreateLoader(connection, plan, stream, MySqlCommandTimeout.For(attempt));
        connection.InfoMessage += OnWarning;
        try
        {
            var loaded = await loader.LoadAsync(cancellationToken).ConfigureAwait(false);
            return loaded == attempt.Rows.Length && warnings == 0 && stream.IsEncodable;
        }
        finally
        {
            connection.InfoMessage -= OnWarning;
        }
    }

    /// <summary>A column's type without length and sign: for <c>INT UNSIGNED</c> and <c>CHAR(36)</c> it is <c>INT</c> and <c>CHAR</c>.</summary>
    private static string NameOf(string dataType)
    {
        var bracket = dataType.IndexOf('(', StringComparison.Ordinal);
        return (bracket < 0 ? dataType : dataType[..bracket]).Replace(" UNSIGNED", "", StringComparison.OrdinalIgnoreCase).ToUpperInvariant();
    }

    private MySqlBulkLoader CreateLoader(MySqlConnection connection, MySqlLoadColumn[] plan, Stream stream, int timeoutSeconds)
    {
        var loader = new MySqlBulkLoader(connection)
        {
            TableName = provider.Quote(map.Table),
            CharacterSet = "utf8mb4",
            Local = true,
            SourceStream = stream,
            Timeout = timeoutSeconds,
        };
        for (var i = 0; i < plan.Length; i++)
        {
            var column = provider.Dialect.QuoteIdentifier(map.Inserted[i].Column);
            var set = plan[i] switch
            {
                MySqlLoadColumn.Hex => Invariant($"unhex(@c{i})"),
                MySqlLoadColumn.Bits => Invariant($"cast(@c{i} as unsigned)"),
                _ => null,
            };
            loader.Columns.Add(set is null ? column : Invariant($"@c{i}"));
            if (set is not null)
            {
                loader.Expressions.Add($"{column} = {set}");
            }
        }

        return loader;
    }
}
