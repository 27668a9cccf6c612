using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbSharedTransactionTests() : SharedTransactionSuite(MariaDbEngine.Shared);
