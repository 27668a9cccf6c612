using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqlitePageOrderRepositoryTests() : PageOrderRepositorySuite(new SqliteEngine());
