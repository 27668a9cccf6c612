using DataAccess.Conformance;

namespace DataAccess.Testing.Tests;

public sealed class SqliteTestTransactionTests() : TestTransactionSuite(new SqliteEngine());
