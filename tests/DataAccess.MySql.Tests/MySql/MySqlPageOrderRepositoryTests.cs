using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlPageOrderRepositoryTests() : PageOrderRepositorySuite(MySqlEngine.Shared);
