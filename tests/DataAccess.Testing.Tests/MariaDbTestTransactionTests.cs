using DataAccess.Conformance;

namespace DataAccess.Testing.Tests;

public sealed class MariaDbTestTransactionTests() : TestTransactionSuite(MariaDbEngine.Shared);
