using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbEventStreamTests() : EventStreamSuite(MariaDbEngine.Shared);
