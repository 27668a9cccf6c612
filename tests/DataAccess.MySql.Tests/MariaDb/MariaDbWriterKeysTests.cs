using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbWriterKeysTests() : MySqlWriterKeysSuite(MariaDbEngine.Shared);
