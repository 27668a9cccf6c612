using DataAccess.Conformance;
using Xunit;

namespace DataAccess.Sqlite.Tests;

[Collection(TimingCollection.Name)]
public sealed class SqliteCultureTests() : CultureSuite(new SqliteEngine());
