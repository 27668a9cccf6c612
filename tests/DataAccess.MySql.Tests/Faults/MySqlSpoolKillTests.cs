using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.MySql.Tests.Faults;

public sealed class MySqlSpoolKillTests() : SpoolKillSuite(MySqlEngine.Shared, new MySqlTarget());
