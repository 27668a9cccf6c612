using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteSpoolDamageTests() : SpoolDamageSuite(new SqliteEngine());
