using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteNoArraysTests() : NoArraysSuite(new SqliteEngine());
