using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlWriterChangesTests() : WriterChangesSuite(MySqlEngine.Shared);
