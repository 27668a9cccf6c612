using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbWriterChangesTests() : WriterChangesSuite(MariaDbEngine.Shared);
