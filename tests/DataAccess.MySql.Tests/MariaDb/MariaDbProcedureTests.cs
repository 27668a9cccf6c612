using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbProcedureTests() : MySqlProcedureSuite(MariaDbEngine.Shared);
