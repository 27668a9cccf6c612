using DataAccess.Conformance;

namespace DataAccess.Testing.Tests;

public sealed class MySqlTestTransactionTests() : TestTransactionSuite(MySqlEngine.Shared);
