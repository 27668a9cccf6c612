using System.Globalization;
using System.Numerics;
using DataAccess.Mapping;
using DataAccess.Sql;

namespace DataAccess.Repositories;

/// <summary>Keys that a database without <c>returning</c> has generated: it tells numbers only, and nothing of a key that was not its next number.</summary>
internal static class GeneratedKey
{
    /// <exception cref="MappingException">The database would not tell a key of this type.</exception>
    public static void ThrowIfUntold<TKey>(SqlDialect dialect, SqlStatement table, ValueConversion? conversion)
    {
        var type = conversion?.ColumnType ?? typeof(TKey);
        if (!type.IsEnum && !KeyTypes.IsInteger(type))
        {
            throw new MappingException(
                $"The key of {table} is generated and of type {typeof(TKey).Name}, and {dialect.Name} returns generated keys only if they are auto_increment numbers. Set the key before the insert, for example with Guid.NewGuid(), and remove DatabaseGenerated from the property.");
        }
    }

    /// <param name="made">What the driver says, which reads the server's 64 bits as signed; 0 where it has generated nothing.</param>
    /// <param name="table">The table.</param>
    /// <param name="conversion">The converter of the key; null if it has none.</param>
    public static TKey Of<TKey>(long made, SqlStatement table, ValueConversion? conversion)
    {
        var type = conversion is not null ? conversion.ColumnType : typeof(TKey).IsEnum ? Enum.GetUnderlyingType(typeof(TKey)) : typeof(TKey);
        BigInteger number = unchecked((ulong)made);
        if (made == 0)
        {
            throw new InvalidOperationException(
                $"The row is stored in {table}, but its key is unknown: the column is not auto_increment. Set the key before the insert, and remove DatabaseGenerated from the property.");
        }

        try
        {
            var key = Convert.ChangeType(type == typeof(ulong) ? (object)(ulong)number : checked((long)number), type, CultureInfo.InvariantCulture);
            return (TKey)(conversion is not null ? conversion.FromColumn(key)! : typeof(TKey).IsEnum ? Enum.ToObject(typeof(TKey), key) : key);
        }
        catch (OverflowException exception)
        {
            throw new InvalidOperationException(Invariant($"The row is stored in {table} with the key {number}, which does not fit into {typeof(TKey).Name}. Use a wider key type."), exception);
        }
    }
}
