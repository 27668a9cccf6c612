using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteSpoolTests() : SpoolSuite(new SqliteEngine());
