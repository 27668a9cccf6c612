using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.PostgreSql.Tests.Faults;

public sealed class PostgreSqlLedgerFaultTests() : LedgerFaultSuite(PostgreSqlEngine.Shared, new PostgreSqlTarget());
