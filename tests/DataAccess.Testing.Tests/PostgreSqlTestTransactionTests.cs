using DataAccess.Conformance;

namespace DataAccess.Testing.Tests;

public sealed class PostgreSqlTestTransactionTests() : TestTransactionSuite(PostgreSqlEngine.Shared);
