using System.Data.Common;

namespace DataAccess.PostgreSql;

/// <summary>The two parameters of a ledger's row: the batch's id and its time.</summary>
internal static class LedgerParameters
{
    public const int Count = 2;

    public static void Set(DbParameterCollection parameters, int first, Guid batchId)
    {
        parameters[first].Value = batchId;
        parameters[first + 1].Value = TimeProvider.System.GetUtcNow();
    }

    public static void Add(PostgreSqlProvider provider, DbParameterCollection parameters, Guid batchId)
    {
        var first = parameters.Count;
        parameters.Add(provider.CreateParameter(first, typeof(Guid)));
        parameters.Add(provider.CreateParameter(first + 1, typeof(DateTimeOffset)));
        Set(parameters, first, batchId);
    }
}
