using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlSharedTransactionTests() : SharedTransactionSuite(MySqlEngine.Shared);
