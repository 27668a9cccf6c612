using DataAccess.Conformance;

namespace DataAccess.Testing.Tests;

public sealed class SqliteStatementRecorderTests() : StatementRecorderSuite(new SqliteEngine());
