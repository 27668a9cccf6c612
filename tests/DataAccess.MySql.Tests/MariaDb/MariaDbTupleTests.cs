using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbTupleTests() : TupleSuite(MariaDbEngine.Shared);
