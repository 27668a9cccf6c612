using System.Text;
using DataAccess.Sql;

namespace DataAccess.Tests;

/// <summary>A dialect as small as can be: <c>?0</c> for a parameter, lists as arrays or expanded, as the test likes.</summary>
internal sealed class FakeDialect(bool arrays = false, int maxParameters = 1_000) : SqlDialect
{
    public override string Name => "Fake";

    public override int MaxParameters => maxParameters;

    public override bool SendsListsAsArrays => arrays;

    public override bool SupportsReturning => true;

    public override void AppendParameter(StringBuilder sql, int index) => sql.Append('?').Append(index);

    public override string? ColumnTypeFor(Type type) => null;
}
