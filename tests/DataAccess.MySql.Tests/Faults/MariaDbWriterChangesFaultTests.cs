using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.MySql.Tests.Faults;

public sealed class MariaDbWriterChangesFaultTests() : WriterChangesFaultSuite(MariaDbEngine.Shared, new MySqlTarget());
