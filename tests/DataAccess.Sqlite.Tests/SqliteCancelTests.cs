using DataAccess.Conformance;
using Xunit;

namespace DataAccess.Sqlite.Tests;

[Collection(TimingCollection.Name)]
public sealed class SqliteCancelTests() : CancelSuite(new SqliteEngine());
