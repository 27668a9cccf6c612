using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Dynamic;
using System.Text.Json;

namespace DataAccess.Mapping;

/// <summary>
/// A row for <c>dynamic</c>: a column's value is the member of its name, written as the column or in PascalCase. It is a dictionary too, in the order
/// of the columns.
/// </summary>
[RequiresDynamicCode("Members of dynamic are found by code that is compiled at run time.")]
internal sealed class DynamicRow : DynamicObject, IDictionary<string, object?>, IReadOnlyDictionary<string, object?>
{
    private readonly OrderedDictionary<string, object?> _values = new(StringComparer.OrdinalIgnoreCase);

    public ICollection<string> Keys => _values.Keys;

    public ICollection<object?> Values => _values.Values;

    public int Count => _values.Count;

    public bool IsReadOnly => false;

    IEnumerable<string> IReadOnlyDictionary<string, object?>.Keys => _values.Keys;

    IEnumerable<object?> IReadOnlyDictionary<string, object?>.Values => _values.Values;

    public object? this[string key]
    {
        get => _values[key];
        set => _values[key] = value;
    }

    /// <exception cref="MappingException">There is no such column.</exception>
    public override bool TryGetMember(GetMemberBinder binder, out object? result)
        => _values.TryGetValue(binder.Name, out result) || _values.TryGetValue(JsonNamingPolicy.SnakeCaseLower.ConvertName(binder.Name), out result)
            ? true
            : throw new MappingException($"The row has no column '{binder.Name}'. Its columns: {string.Join(", ", _values.Keys)}.");

    public override bool TrySetMember(SetMemberBinder binder, object? value)
    {
        _values[binder.Name] = value;
        return true;
    }

    public override IEnumerable<string> GetDynamicMemberNames() => _values.Keys;

    public void Add(string key, object? value) => _values.Add(key, value);

    public void Add(KeyValuePair<string, object?> item) => _values.Add(item.Key, item.Value);

    public bool Remove(string key) => _values.Remove(key);

    public bool Remove(KeyValuePair<string, object?> item) => ((ICollection<KeyValuePair<string, object?>>)_values).Remove(item);

    public void Clear() => _values.Clear();

    public bool ContainsKey(string key) => _values.ContainsKey(key);

    public bool Contains(KeyValuePair<string, object?> item) => ((ICollection<KeyValuePair<string, object?>>)_values).Contains(item);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value) => _values.TryGetValue(key, out value);

    public void CopyTo(KeyValuePair<string, object?>[] array, int arrayIndex) => ((ICollection<KeyValuePair<string, object?>>)_values).CopyTo(array, arrayIndex);

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
