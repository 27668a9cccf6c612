namespace DataAccess.Sql;

/// <summary>What a statement does to the transaction in which it runs.</summary>
public enum TransactionEffect
{
    /// <summary>The transaction continues.</summary>
    Stays = 0,

    /// <summary>The text does not show it, so the server is asked afterwards.</summary>
    MayEnd = 1,

    /// <summary>The transaction ends, or another begins, so the statement is rejected before it is sent.</summary>
    Ends = 2,
}
