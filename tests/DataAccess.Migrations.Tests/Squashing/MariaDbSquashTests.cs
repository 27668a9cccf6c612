using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Squashing;

[Collection("MariaDB")]
public sealed class MariaDbSquashTests() : SquashSuite(MariaDbEngine.Shared);
