using DataAccess.Mapping;

namespace DataAccess.Keys;

/// <summary>A key of one column.</summary>
internal sealed class SingleKey<TEntity, TKey>(ColumnMap<TEntity> column) : KeyShape<TEntity, TKey>([column], [typeof(TKey)])
    where TKey : notnull
{
    private readonly Func<TEntity, TKey> _get = column.Getter as Func<TEntity, TKey> ?? EnumKey.Getter<TEntity, TKey>(column) ?? throw Mismatch(column);

    public override IEqualityComparer<TKey>? Comparer { get; } = column.Conversion is { } conversion ? new ConvertedKey<TKey>(conversion) : SameKey<TKey>.Comparer;

    public override IEqualityComparer<TKey>? RowComparer { get; } = column.Conversion is { } conversion ? new ConvertedKey<TKey>(conversion) : null;

    public override TKey Of(TEntity row) => _get(row);

    public override void Check(TKey key) => ArgumentNullException.ThrowIfNull(key);

    public override object PartOf(TKey key, int part) => Sent(key, part)!;

    public override void Append(SqlStatement statement, TKey key, int part)
    {
        if (column.Conversion is null)
        {
            statement.AppendFormatted(key);
        }
        else
        {
            base.Append(statement, key, part);
        }
    }

    public override TKey From(object key) => (TKey)key;

    private static MappingException Mismatch(ColumnMap<TEntity> key)
        => new(EnumKey.IsText<TKey>(key.Type)
            ? $"The key {typeof(TEntity).Name}.{key.Member} is kept as text, and a key of type {typeof(TKey).Name} would be sent as its number. "
                + "Use string as the key type, or keep the enum as its number."
            : $"The key {typeof(TEntity).Name}.{key.Member} is sent as {key.Type.Name} and the key type asked for is {typeof(TKey).Name}. "
                + "Use the property's own type as the key type; it must not be nullable.");
}
