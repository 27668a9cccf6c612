using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.MySql.Tests.Faults;

public sealed class MySqlWriterChangesFaultTests() : WriterChangesFaultSuite(MySqlEngine.Shared, new MySqlTarget());
