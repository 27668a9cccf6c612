using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteEventStreamTests() : EventStreamSuite(new SqliteEngine());
