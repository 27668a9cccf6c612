using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteDedicatedConnectionTests() : DedicatedConnectionSuite(new SqliteEngine())
{
    protected override string Routine => "create trigger r after insert on t begin insert into t select new.n + 1 where new.n < 0; select ':name @name'; end";
}
