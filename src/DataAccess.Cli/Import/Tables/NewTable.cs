using System.Text;
using DataAccess.Cli.Import.Conversion;
using DataAccess.Mapping;
using DataAccess.Providers;

namespace DataAccess.Cli.Import.Tables;

/// <summary>A table to be created for a file.</summary>
internal sealed class NewTable
{
    private readonly DatabaseProvider _provider;
    private readonly TableName _table;

    /// <param name="provider">The provider of the database.</param>
    /// <param name="table">Its name.</param>
    /// <param name="fields">The names of the file's fields.</param>
    /// <param name="types">Their types; if the database has no such type, the column becomes text.</param>
    public NewTable(DatabaseProvider provider, TableName table, IReadOnlyList<string> fields, IReadOnlyList<ColumnType> types)
    {
        (_provider, _table) = (provider, table);
        var names = ColumnNames.For(fields);
        Columns = [.. names.Select((name, i) => new TargetColumn(
            i, name, provider.Dialect.ColumnTypeFor(types[i].ClrType) is null ? ColumnType.Text : types[i], IsNullable: true))];
    }

    public IReadOnlyList<TargetColumn> Columns { get; }

    public ValueTask<int> CreateAsync(Database database, CancellationToken cancellationToken)
        => database.ExecuteAsync(SqlStatement.Raw(Sql()), cancellationToken);

    private string Sql()
    {
        var sql = new StringBuilder("create table ").Append(_provider.Quote(_table)).Append(" (");
        for (var i = 0; i < Columns.Count; i++)
        {
            sql.Append(i == 0 ? "" : ", ")
                .Append(_provider.Dialect.QuoteIdentifier(Columns[i].Name))
                .Append(' ')
                .Append(_provider.Dialect.ColumnTypeFor(Columns[i].Type.ClrType))
                .Append(" null");
        }

        return sql.Append(')').ToString();
    }
}
