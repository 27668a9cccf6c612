namespace DataAccess.Providers;

/// <summary>A column as the database describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DatabaseType">Its type as the database names it: <c>numeric(10,2)</c>.</param>
/// <param name="ClrType">The CLR type its values are sent as, not nullable.</param>
/// <param name="IsNullable">Whether it is nullable.</param>
/// <param name="IsGenerated">Whether the database computes it, so that it cannot be inserted.</param>
/// <param name="HasDefault">Whether it may be omitted from an insert even if it is not nullable.</param>
/// <param name="IsKey">Whether it is the table's primary key, or a part of it.</param>
public sealed record TableColumn(
    string Name, string DatabaseType, Type ClrType, bool IsNullable, bool IsGenerated, bool HasDefault, bool IsKey = false);
