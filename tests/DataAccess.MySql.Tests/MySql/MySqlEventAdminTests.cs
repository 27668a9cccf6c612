using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlEventAdminTests() : EventAdminSuite(MySqlEngine.Shared);
