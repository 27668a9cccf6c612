using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbTransactionEndTests() : MySqlTransactionEndSuite(MariaDbEngine.Shared);
