using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbDedicatedConnectionTests() : DedicatedConnectionSuite(MariaDbEngine.Shared)
{
    protected override string Routine => "create procedure p() begin declare name int; set @name := 1; insert into t values (@name); select ':name'; end";
}
