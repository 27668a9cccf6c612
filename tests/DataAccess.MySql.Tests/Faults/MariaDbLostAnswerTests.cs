using DataAccess.Conformance;

namespace DataAccess.MySql.Tests.Faults;

public sealed class MariaDbLostAnswerTests() : MySqlLostAnswerSuite(MariaDbEngine.Shared);
