using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbSilentServerTests() : SilentServerSuite(MariaDbEngine.Shared);
