using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbBatchingWriterTests() : BatchingWriterSuite(MariaDbEngine.Shared);
