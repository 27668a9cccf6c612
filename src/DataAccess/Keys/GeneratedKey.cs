using System.Globalization;
using System.Numerics;
using DataAccess.Mapping;
using DataAccess.Sql;

namespace DataAccess.Keys;

/// <summary>Keys that a database without <c>returning</c> has generated: it tells numbers only, and nothing of a key that was not its next number.</summary>
internal static class GeneratedKey
{
    /// <summary>The place of the only part of a key that the database generates.</summary>
    /// <exception cref="MappingException">The database would not tell it.</exception>
    public static int PartOf<T>(IReadOnlyList<ColumnMap<T>> key, SqlDialect dialect, SqlStatement table)
    {
        var parts = Enumerable.Range(0, key.Count).Where(i => key[i].IsGenerated).ToList();
        if (parts.Count > 1)
        {
            throw new MappingException(
                $"The key of {table} has {parts.Count} generated columns, and {dialect.Name} returns one generated number only. Set the others before the insert, and remove DatabaseGenerated from their properties.");
        }

        var type = KeyValue.SentType(key[parts[0]]);
        return type.IsEnum || KeyTypes.IsInteger(type) ? parts[0] : throw new MappingException(
            $"The key of {table} is generated and of type {type.Name}, and {dialect.Name} returns generated keys only if they are auto_increment numbers. Set the key before the insert, for example with Guid.NewGuid(), and remove DatabaseGenerated from the property.");
    }

    /// <param name="type">The key's type.</param>
    /// <param name="made">What the driver says, which reads the server's 64 bits as signed; 0 where it has generated nothing.</param>
    /// <param name="table">The table.</param>
    /// <param name="isStored">Whether the row remains stored if its key is unknown.</param>
    public static object Of(Type type, long made, SqlStatement table, bool isStored = true)
    {
        var outcome = isStored ? "The row is stored" : "None of the rows is stored";
        var numeric = type.IsEnum ? Enum.GetUnderlyingType(type) : type;
        BigInteger number = unchecked((ulong)made);
        if (made == 0)
        {
            throw new InvalidOperationException(
                $"{outcome} in {table}, {(isStored ? "but its key" : "as the key of one")} is unknown: the column is not auto_increment. Set the key before the insert, and remove DatabaseGenerated from the property.");
        }

        try
        {
            var key = Convert.ChangeType(numeric == typeof(ulong) ? (object)(ulong)number : checked((long)number), numeric, CultureInfo.InvariantCulture);
            return type.IsEnum ? Enum.ToObject(type, key) : key;
        }
        catch (OverflowException exception)
        {
            throw new InvalidOperationException(Invariant($"{outcome} in {table}{(isStored ? " with the key" : ", as one got the key")} {number}, which does not fit into {type.Name}. Use a wider key type."), exception);
        }
    }
}
