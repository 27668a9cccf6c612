using DataAccess.Conformance;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

[Collection(TimingCollection.Name)]
public sealed class PostgreSqlDeadlineTests() : DeadlineSuite(PostgreSqlEngine.Shared);
