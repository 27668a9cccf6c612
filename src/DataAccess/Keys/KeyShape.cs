using System.Data.Common;
using DataAccess.Mapping;

namespace DataAccess.Keys;

/// <summary>How a repository's key type stands for the columns of its table's key: as the value of the only one, or as the parts of several.</summary>
/// <param name="columns">The key's columns.</param>
/// <param name="types">The type of the key's part for each column.</param>
internal abstract class KeyShape<TEntity, TKey>(IReadOnlyList<ColumnMap<TEntity>> columns, IReadOnlyList<Type> types)
    where TKey : notnull
{
    /// <summary>The key's columns, in the order of its parts.</summary>
    public IReadOnlyList<ColumnMap<TEntity>> Columns => columns;

    /// <summary>The type of the key's part for each column.</summary>
    public IReadOnlyList<Type> Types => types;

    /// <summary>Which keys are sent as the same values; null if the type's own comparer says it.</summary>
    public abstract IEqualityComparer<TKey>? Comparer { get; }

    /// <summary>Which rows have the same key; null if the type's own comparer says it.</summary>
    public virtual IEqualityComparer<TKey>? RowComparer => null;

    /// <summary>The type in which the key's part for each column is sent.</summary>
    public IReadOnlyList<Type> SentTypes { get; } = [.. types.Zip(columns, static (type, column) => column.Conversion?.ColumnType ?? type)];

    /// <summary>Whether the database may compare keys as .NET does; it also depends on the columns.</summary>
    public bool MayBeExact => SentTypes.All(KeyTypes.MayBeExact);

    /// <summary>A row's key.</summary>
    public abstract TKey Of(TEntity row);

    /// <exception cref="ArgumentException">The key, or a part of it, is null.</exception>
    public abstract void Check(TKey key);

    /// <summary>The key's part for a column, as it is sent.</summary>
    public abstract object PartOf(TKey key, int column);

    /// <summary>Appends the key's part for a column to a statement, as a parameter.</summary>
    public virtual void Append(SqlStatement statement, TKey key, int column)
    {
        var part = PartOf(key, column);
        if (columns[column].Conversion is not null)
        {
            statement.AppendStored(part, SentTypes[column]);
        }
        else
        {
            statement.AppendFormatted(part);
        }
    }

    /// <summary>A part of a key as it is sent.</summary>
    protected object? Sent(object part, int column) => columns[column].Conversion is { } conversion ? conversion.ToColumn(part) : part;

    /// <summary>The key that <see cref="KeyedInsert{T}"/> gives.</summary>
    public abstract TKey From(object key);

    /// <summary>Whether the columns of a result compare keys as .NET does.</summary>
    /// <param name="result">The result.</param>
    /// <param name="ordinals">Where the key's columns are in it.</param>
    public bool IsExact(DbDataReader result, IReadOnlyList<int> ordinals)
    {
        for (var i = 0; i < types.Count; i++)
        {
            if (!KeyTypes.IsExact(result, ordinals[i], SentTypes[i]))
            {
                return false;
            }
        }

        return true;
    }
}
