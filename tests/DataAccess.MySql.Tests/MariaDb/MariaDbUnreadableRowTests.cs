using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbUnreadableRowTests() : UnreadableRowSuite(MariaDbEngine.Shared);
