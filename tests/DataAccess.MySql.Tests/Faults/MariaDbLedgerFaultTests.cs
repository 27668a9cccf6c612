using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.MySql.Tests.Faults;

public sealed class MariaDbLedgerFaultTests() : LedgerFaultSuite(MariaDbEngine.Shared, new MySqlTarget());
