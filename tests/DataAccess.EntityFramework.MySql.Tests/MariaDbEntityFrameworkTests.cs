using DataAccess.Conformance;

namespace DataAccess.EntityFramework.MySql.Tests;

public sealed class MariaDbEntityFrameworkTests() : PomeloSuite(MariaDbEngine.Shared);
