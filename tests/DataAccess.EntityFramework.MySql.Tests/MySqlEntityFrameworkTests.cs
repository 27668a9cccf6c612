using DataAccess.Conformance;

namespace DataAccess.EntityFramework.MySql.Tests;

public sealed class MySqlEntityFrameworkTests() : PomeloSuite(MySqlEngine.Shared);
