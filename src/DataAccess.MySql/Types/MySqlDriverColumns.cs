using System.Data.Common;
using DataAccess.Sql.Reading;
using MySqlConnector;

namespace DataAccess.MySql.Types;

/// <summary>Decimals of more digits than .NET's, which the driver rounds.</summary>
internal sealed class MySqlDriverColumns : DriverColumns
{
    protected override bool IsOf(DbDataReader reader) => reader is MySqlDataReader;

    protected override string DigitsOf(DbDataReader reader, int column) => ((MySqlDataReader)reader).GetMySqlDecimal(column).ToString();
}
