using DataAccess.Conformance;
using Xunit;

namespace DataAccess.MySql.Tests;

[Collection(TimingCollection.Name)]
public sealed class MySqlCancelTests() : CancelSuite(MySqlEngine.Shared)
{
    // A recursion is stored before its first row, and bounded.
    protected override string EndlessRows
        => "select 1 from information_schema.collations a, information_schema.collations b, information_schema.collations c";
}
