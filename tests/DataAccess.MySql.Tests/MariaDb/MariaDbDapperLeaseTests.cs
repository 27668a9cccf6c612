using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbDapperLeaseTests() : DapperLeaseSuite(MariaDbEngine.Shared);
