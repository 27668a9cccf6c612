using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlProcedureTests() : MySqlProcedureSuite(MySqlEngine.Shared);
