using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbJoinTests() : JoinSuite(MariaDbEngine.Shared);
