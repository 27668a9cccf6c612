using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Squashing;

public sealed class SqliteSquashTests() : SquashSuite(new SqliteEngine());
