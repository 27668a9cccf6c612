using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.MySql.Tests.Faults;

public sealed class MySqlLedgerFaultTests() : LedgerFaultSuite(MySqlEngine.Shared, new MySqlTarget());
