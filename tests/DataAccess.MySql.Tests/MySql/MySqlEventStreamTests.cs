using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlEventStreamTests() : EventStreamSuite(MySqlEngine.Shared);
