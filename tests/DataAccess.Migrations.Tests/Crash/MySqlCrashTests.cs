using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Crash;

[Collection("MySQL")]
public sealed class MySqlCrashTests() : MySqlCrashSuite(MySqlEngine.Shared, MortalEngine.MySql);
