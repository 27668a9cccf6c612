using System.Data.Common;

namespace DataAccess.MySql.Failures;

/// <summary>The connection was lost in a call for which MySqlConnector throws an I/O error, which a caller that catches the database's exceptions would miss.</summary>
internal sealed class LostConnectionException(string endpoint, Exception inner) : DbException($"The connection to {endpoint} was lost: {inner.Message}", inner)
{
    public override bool IsTransient => true;
}
