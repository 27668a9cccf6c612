using System.Data.Common;
using DataAccess.Providers;

namespace DataAccess.MySql.Sessions;

/// <summary>
/// The session keeps the value in a variable, and the statements read parts of that: the driver would hold a row of it, and more than once, in memory. It
/// is the value as it was when the query ran, whatever changes meanwhile.
/// </summary>
internal sealed class MySqlValuePieces : ValuePieces
{
    private const string Variable = "@dataaccess_value";

    public static MySqlValuePieces Instance { get; } = new();

    public override int Size => 1024 * 1024;

    // A query that finds no row leaves the variable as it is. As binary, so that lengths and places are those of bytes.
    public override SqlStatement Keep(SqlStatement query)
        => $"set {SqlStatement.Raw(Variable)} = null; {query}\n{SqlStatement.Raw($"into {Variable}; set {Variable} = cast({Variable} as binary); select octet_length({Variable})")}";

    public override void Read(DbCommand command, long from, int count)
    {
        command.CommandText = $"select substring({Variable}, ?, ?)";
        Add(command, from + 1);
        Add(command, count);
    }

    public override void Forget(DbCommand command) => command.CommandText = $"set {Variable} = null";

    private static void Add(DbCommand command, object value)
    {
        var parameter = command.CreateParameter();
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }
}
