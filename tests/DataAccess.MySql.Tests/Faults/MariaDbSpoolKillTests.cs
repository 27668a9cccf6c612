using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.MySql.Tests.Faults;

public sealed class MariaDbSpoolKillTests() : SpoolKillSuite(MariaDbEngine.Shared, new MySqlTarget());
