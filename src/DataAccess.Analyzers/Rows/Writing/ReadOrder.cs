using DataAccess.Analyzers.Rows.Models;

namespace DataAccess.Analyzers.Rows.Writing;

/// <summary>The order in which members are read: the constructor's parameters, then the others.</summary>
internal static class ReadOrder
{
    /// <summary>The positions of the members in the model.</summary>
    public static int[] Of(RowModel row)
    {
        var parameters = row.Parameters.Where(static p => p.Member >= 0).Select(static p => p.Member).ToArray();
        return [.. parameters, .. Enumerable.Range(0, row.Members.Count).Except(parameters)];
    }
}
