using DataAccess.Conformance;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

[Collection(TimingCollection.Name)]
public sealed class PostgreSqlMemoryTests() : MemorySuite(PostgreSqlEngine.Shared)
{
    protected override string Distinct(int number) => $"{ConnectionString};Application Name=memory{number}";
}
