using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbEventAdminTests() : EventAdminSuite(MariaDbEngine.Shared);
