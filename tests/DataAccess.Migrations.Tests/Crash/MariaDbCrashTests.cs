using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Crash;

[Collection("MariaDB")]
public sealed class MariaDbCrashTests() : MySqlCrashSuite(MariaDbEngine.Shared, MortalEngine.MariaDb);
