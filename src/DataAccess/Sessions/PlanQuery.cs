using System.Globalization;
using DataAccess.Connections.Pool;
using DataAccess.Connections.Statements;
using DataAccess.Providers;
using DataAccess.Sql;

namespace DataAccess.Sessions;

/// <summary>Asks for the plan of a statement, with the statement's values.</summary>
/// <param name="Call">The statement.</param>
/// <param name="Plans">The database's plans.</param>
/// <param name="Format">The form.</param>
/// <param name="Analyze">Whether the statement is run and measured.</param>
internal sealed record PlanQuery(StatementCall Call, PlanSql Plans, PlanFormat Format, bool Analyze)
{
    /// <summary>A call for the pipeline, which looks at what the statement does and not at its text.</summary>
    public StatementCall ToCall(SqlDialect dialect) => Prefixed("explain ", dialect);

    public static async ValueTask<string> RunAsync(PhysicalConnection connection, PlanQuery query, CancellationToken cancellationToken)
    {
        var prefix = query.Plans.Prefix(connection.Connection, query.Format, query.Analyze, query.Call.Text.IsRead);
        var command = await connection.GetCommandAsync(query.Prefixed(prefix, connection.Provider.Dialect), cancellationToken).ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToArray();
            var rows = new List<string?[]>();
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                rows.Add([.. Enumerable.Range(0, columns.Length).Select(i => reader.IsDBNull(i) ? null : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))]);
            }

            return query.Plans.Format(columns, rows, query.Format);
        }
    }

    private StatementCall Prefixed(string prefix, SqlDialect dialect)
    {
        var text = Call.Text;
        var analysis = new SqlAnalysis("explain", IsRead: !Analyze || text.IsRead, text.MayDirtySession, IsPreparable: false);
        return Call with { Text = new SqlText(prefix + text.Sql, text.ParameterTypes, dialect, analysis) { IsOneOff = true, Untyped = text.Untyped, Enums = text.Enums } };
    }
}
