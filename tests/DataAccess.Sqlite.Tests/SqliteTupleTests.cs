using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteTupleTests() : TupleSuite(new SqliteEngine());
