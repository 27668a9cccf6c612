using DataAccess.Conformance;
using Xunit;

namespace DataAccess.MySql.Tests;

[Collection(TimingCollection.Name)]
public sealed class MySqlMemoryTests() : MemorySuite(MySqlEngine.Shared)
{
    protected override string Distinct(int number) => $"{ConnectionString};Application Name=memory{number}";
}
