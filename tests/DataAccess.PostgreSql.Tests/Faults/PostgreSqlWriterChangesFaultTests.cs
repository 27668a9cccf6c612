using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.PostgreSql.Tests.Faults;

public sealed class PostgreSqlWriterChangesFaultTests() : WriterChangesFaultSuite(PostgreSqlEngine.Shared, new PostgreSqlTarget());
