using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public abstract class MySqlSessionValuesSuite(TestEngine engine) : SessionValuesSuite(engine)
{
    protected override string Tenant => "cast(@tenant as char)";
}
