namespace DataAccess.PostgreSql.Types;

/// <summary>A column of a value type, widened to PostgreSQL's type for it.</summary>
/// <typeparam name="TValue">The CLR type.</typeparam>
/// <typeparam name="TSent">The CLR type that the driver accepts for it.</typeparam>
/// <param name="convert">Converts a value.</param>
/// <param name="arrayType">The CLR type of the array that a parameter is declared as; null if the values' own type says it.</param>
internal sealed class ValueArrayColumn<TValue, TSent>(Func<TValue, TSent> convert, Type? arrayType = null) : TypedArrayColumn<TValue>
    where TSent : struct
{
    private readonly List<TSent?> _values = [];

    public override Type ArrayType => arrayType ?? typeof(TSent[]);

    public override object Values => _values;

    public override void Add(TValue value) => _values.Add(convert(value));

    public override void AddNull() => _values.Add(null);

    public override void Clear() => _values.Clear();
}
