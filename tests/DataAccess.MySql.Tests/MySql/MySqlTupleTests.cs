using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlTupleTests() : TupleSuite(MySqlEngine.Shared);
