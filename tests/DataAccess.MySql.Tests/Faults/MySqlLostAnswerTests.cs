using DataAccess.Conformance;

namespace DataAccess.MySql.Tests.Faults;

public sealed class MySqlLostAnswerTests() : MySqlLostAnswerSuite(MySqlEngine.Shared);
