namespace DataAccess.Sql;

/// <summary>What a statement does to the transaction that it is run in.</summary>
public enum TransactionEffect
{
    /// <summary>The transaction goes on.</summary>
    Stays = 0,

    /// <summary>It cannot be told from the text, so the server is asked afterwards.</summary>
    MayEnd = 1,

    /// <summary>The transaction ends, or another begins, so that it is refused before it is sent.</summary>
    Ends = 2,
}
