using System.Data.Common;

namespace DataAccess.PostgreSql;

/// <summary>The two parameters of a ledger's row: the batch's id and for how long it is kept.</summary>
internal static class LedgerParameters
{
    public const int Count = 2;

    public static void Set(DbParameterCollection parameters, int first, Guid batchId, long seconds)
    {
        parameters[first].Value = batchId;
        parameters[first + 1].Value = seconds;
    }

    public static void Add(PostgreSqlProvider provider, DbParameterCollection parameters, Guid batchId, long seconds)
    {
        var first = parameters.Count;
        parameters.Add(provider.CreateParameter(first, typeof(Guid)));
        parameters.Add(provider.CreateParameter(first + 1, typeof(long)));
        Set(parameters, first, batchId, seconds);
    }
}
