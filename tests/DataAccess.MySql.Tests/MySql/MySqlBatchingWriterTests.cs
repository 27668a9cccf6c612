using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlBatchingWriterTests() : BatchingWriterSuite(MySqlEngine.Shared);
