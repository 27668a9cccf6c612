using DataAccess.Conformance;

namespace DataAccess.Testing.Tests;

public sealed class PostgreSqlStatementRecorderTests() : StatementRecorderSuite(PostgreSqlEngine.Shared);
