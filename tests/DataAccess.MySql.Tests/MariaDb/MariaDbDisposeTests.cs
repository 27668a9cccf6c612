using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbDisposeTests() : DisposeSuite(MariaDbEngine.Shared)
{
    protected override string EndlessQuery
        => "select count(*) from information_schema.collations a, information_schema.collations b, information_schema.collations c, information_schema.collations d";
}
