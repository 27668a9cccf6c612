using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using DataAccess.Mapping;

namespace DataAccess.Keys;

/// <summary>A key of several columns: a tuple, whose parts are those of the columns in their order, or a record, whose members have the names of the row's.</summary>
internal sealed class CompositeKey<TEntity, [DynamicallyAccessedMembers(MappedMembers.All)] TKey> : KeyShape<TEntity, TKey>, IEqualityComparer<TKey>
    where TKey : notnull
{
    private readonly KeyParts _parts;
    private readonly ConstructorInvoker _create;
    private readonly IEqualityComparer<TKey>? _comparer;

    /// <exception cref="MappingException">The key type does not fit the columns.</exception>
    public CompositeKey(IReadOnlyList<ColumnMap<TEntity>> columns)
        : this(columns, KeyParts.Of(typeof(TKey), typeof(TEntity).Name, [.. columns.Select(static c => new KeyPart(c.Member, c.MemberType, c.AcceptsNull && c.MemberType.IsValueType))]))
    {
    }

    private CompositeKey(IReadOnlyList<ColumnMap<TEntity>> columns, KeyParts parts)
        : base(columns, parts.Types)
    {
        _parts = parts;
        _create = ConstructorInvoker.Create(parts.Constructor);

        // A tuple compares its parts as they compare themselves. A record may compare in any way.
        _comparer = parts.IsTuple && parts.Types.All(SameKey.IsBitwise) && columns.All(static c => c.Conversion is null) ? null : this;
    }

    public override IEqualityComparer<TKey>? Comparer => _comparer;

    public override IEqualityComparer<TKey>? RowComparer => _comparer;

    public override TKey Of(TEntity row)
    {
        var values = new object?[Columns.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = KeyValue.Of(Columns[i], Columns[i].ValueOf(row));
        }

        return Create(values);
    }

    public override void Check(TKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        for (var i = 0; i < Types.Count; i++)
        {
            if (!Types[i].IsValueType && _parts.ValueOf(key, i) is null)
            {
                throw new ArgumentException($"The key of {typeof(TEntity).Name} has no {Columns[i].Member}: that part of the {typeof(TKey).Name} is null. Every part of a key needs a value.", nameof(key));
            }
        }
    }

    public override object PartOf(TKey key, int column) => Sent(_parts.ValueOf(key, column)!, column)!;

    public override TKey From(object key) => Create((object?[])key);

    public bool Equals(TKey? x, TKey? y)
    {
        for (var i = 0; i < Types.Count; i++)
        {
            if (!SameKey.Equals(PartOf(x!, i), PartOf(y!, i)))
            {
                return false;
            }
        }

        return true;
    }

    public int GetHashCode(TKey obj)
    {
        var hash = default(HashCode);
        for (var i = 0; i < Types.Count; i++)
        {
            hash.Add(SameKey.GetHashCode(PartOf(obj, i)));
        }

        return hash.ToHashCode();
    }

    private TKey Create(object?[] values) => (TKey)_create.Invoke(_parts.InOrderOfConstructor(values).AsSpan())!;
}
