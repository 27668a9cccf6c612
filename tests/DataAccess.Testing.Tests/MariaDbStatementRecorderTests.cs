using DataAccess.Conformance;

namespace DataAccess.Testing.Tests;

public sealed class MariaDbStatementRecorderTests() : StatementRecorderSuite(MariaDbEngine.Shared);
