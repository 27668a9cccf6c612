namespace DataAccess.PostgreSql.Types;

/// <summary>A column of a value type, widened to PostgreSQL's type for it.</summary>
internal sealed class ValueArrayColumn<TValue, TSent>(Func<TValue, TSent> convert) : TypedArrayColumn<TValue>
    where TSent : struct
{
    private readonly List<TSent?> _values = [];

    public override Type ArrayType => typeof(TSent[]);

    public override object Values => _values;

    public override void Add(TValue value) => _values.Add(convert(value));

    public override void AddNull() => _values.Add(null);

    public override void Clear() => _values.Clear();
}
