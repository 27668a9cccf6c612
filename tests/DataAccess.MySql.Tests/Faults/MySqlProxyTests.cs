using System.Data.Common;
using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.MySql.Tests.Faults;

public sealed class MySqlProxyTests() : ProxySuite(MySqlEngine.Shared, new MySqlTarget())
{
    protected override Task StreamAsync(DbConnection connection, long number) => MySqlStream.SendAsync(connection, number, Token);
}
