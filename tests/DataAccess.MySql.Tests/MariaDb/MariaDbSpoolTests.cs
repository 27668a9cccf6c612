using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbSpoolTests() : SpoolSuite(MariaDbEngine.Shared);
