using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbTransactionTests() : TransactionSuite(MariaDbEngine.Shared);
