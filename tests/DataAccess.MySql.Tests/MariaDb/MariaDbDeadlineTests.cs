using DataAccess.Conformance;
using Xunit;

namespace DataAccess.MySql.Tests;

[Collection(TimingCollection.Name)]
public sealed class MariaDbDeadlineTests() : DeadlineSuite(MariaDbEngine.Shared)
{
    protected override string EndlessQuery
        => "select count(*) from information_schema.collations a, information_schema.collations b, information_schema.collations c, information_schema.collations d";
}
