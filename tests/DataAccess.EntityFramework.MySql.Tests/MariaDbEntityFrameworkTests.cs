using DataAccess.Conformance;
using DataAccess.EntityFramework.Tests;

namespace DataAccess.EntityFramework.MySql.Tests;

public sealed class MariaDbEntityFrameworkTests() : PomeloSuite(MariaDbEngine.Shared);
