using DataAccess.Sql;

namespace DataAccess.Connections.Statements;

/// <summary>A statement's text and its values in the order of the parameters.</summary>
internal readonly record struct StatementCall(SqlText Text, object?[] Values);
