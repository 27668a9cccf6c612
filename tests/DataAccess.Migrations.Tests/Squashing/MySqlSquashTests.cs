using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Squashing;

[Collection("MySQL")]
public sealed class MySqlSquashTests() : SquashSuite(MySqlEngine.Shared);
