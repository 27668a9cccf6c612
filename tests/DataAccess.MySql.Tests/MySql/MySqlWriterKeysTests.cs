using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlWriterKeysTests() : MySqlWriterKeysSuite(MySqlEngine.Shared);
