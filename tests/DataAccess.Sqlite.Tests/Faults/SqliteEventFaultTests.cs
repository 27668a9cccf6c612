using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.Sqlite.Tests.Faults;

public sealed class SqliteEventFaultTests() : EventFaultSuite(new SqliteEngine());
