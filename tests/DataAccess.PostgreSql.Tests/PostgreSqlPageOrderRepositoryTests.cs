using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlPageOrderRepositoryTests() : PageOrderRepositorySuite(PostgreSqlEngine.Shared);
