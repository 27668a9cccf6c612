using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlSpoolTests() : SpoolSuite(PostgreSqlEngine.Shared);
