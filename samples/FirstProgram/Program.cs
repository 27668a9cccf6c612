using System.ComponentModel.DataAnnotations.Schema;
using DataAccess;
using DataAccess.Sqlite;

await using var db = SqliteDatabase.Open("bank.db");
await db.ExecuteAsync($"create table if not exists account (id integer primary key, owner text not null, balance integer not null check (balance >= 0))");

var accounts = new AccountRepository(db);
var ada = await accounts.InsertAsync(new Account(0, "Ada", 100));
var grace = await accounts.InsertAsync(new Account(0, "Grace", 50));

// Both updates are committed, or neither is.
await db.InTransactionAsync(async (tx, ct) =>
{
    await tx.ExecuteAsync($"update account set balance = balance - {30} where id = {ada}", ct);
    await tx.ExecuteAsync($"update account set balance = balance + {30} where id = {grace}", ct);
});

foreach (var account in await accounts.RicherThanAsync(60))
{
    Console.WriteLine($"{account.Owner} has {account.Balance}");
}

public sealed record Account([property: DatabaseGenerated(DatabaseGeneratedOption.Identity)] long Id, string Owner, long Balance);

public sealed class AccountRepository(DatabaseSession db) : Repository<Account, long>(db)
{
    public ValueTask<IReadOnlyList<Account>> RicherThanAsync(long balance) => QueryAsync($"where balance > {balance} order by balance desc");
}
