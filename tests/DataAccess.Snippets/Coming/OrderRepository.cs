namespace DataAccess.Snippets.Coming;

public sealed class OrderRepository(DatabaseSession db) : Repository<Order, long>(db);
