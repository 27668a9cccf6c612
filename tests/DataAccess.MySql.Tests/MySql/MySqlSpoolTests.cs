using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlSpoolTests() : SpoolSuite(MySqlEngine.Shared);
