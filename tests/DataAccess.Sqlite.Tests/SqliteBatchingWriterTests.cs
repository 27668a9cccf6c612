using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteBatchingWriterTests() : BatchingWriterSuite(new SqliteEngine());
