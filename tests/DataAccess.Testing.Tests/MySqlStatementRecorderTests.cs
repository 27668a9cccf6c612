using DataAccess.Conformance;

namespace DataAccess.Testing.Tests;

public sealed class MySqlStatementRecorderTests() : StatementRecorderSuite(MySqlEngine.Shared);
