using DataAccess.Connections.Statements;
using DataAccess.Sql;

namespace DataAccess.Sessions;

/// <summary>Makes a statement ready to be sent as one of several.</summary>
internal static class StatementCalls
{
    public static StatementCall Of(SessionContext session, SqlStatement statement)
    {
        var converted = session.Conversions.Apply(statement);
        var text = session.Texts.Get(converted);
        return new StatementCall(text, SqlRenderer.Values(converted, text, session.Provider.Dialect));
    }
}
