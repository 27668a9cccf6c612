using Npgsql;

namespace DataAccess.PostgreSql;

/// <summary>The values of one column of a batch.</summary>
internal abstract class ArrayColumn
{
    public abstract void AddNull();

    public abstract void Clear();

    /// <summary>The values as one array parameter; valid until the column is cleared.</summary>
    public abstract NpgsqlParameter ToParameter();
}
