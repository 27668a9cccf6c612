namespace DataAccess.Providers;

/// <summary>A column of a statement's result, as the database describes it before the statement is run.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DatabaseType">Its type as the database names it; empty if it does not say.</param>
/// <param name="ClrType">The CLR type that the driver has for its values; null on a database whose columns have no types.</param>
public sealed record StatementColumn(string Name, string DatabaseType, Type? ClrType);
