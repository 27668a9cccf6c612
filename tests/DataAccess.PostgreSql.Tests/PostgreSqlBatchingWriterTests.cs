using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlBatchingWriterTests() : BatchingWriterSuite(PostgreSqlEngine.Shared);
