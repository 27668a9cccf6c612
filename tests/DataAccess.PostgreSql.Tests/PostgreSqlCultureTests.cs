using DataAccess.Conformance;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

[Collection(TimingCollection.Name)]
public sealed class PostgreSqlCultureTests() : CultureSuite(PostgreSqlEngine.Shared);
