using System.Text;
using System.Text.Json;

namespace DataAccess.Cli.Import.Reading;

/// <summary>The keys that objects may have, found fast if objects keep the order of the first.</summary>
internal sealed class JsonFieldNames
{
    private readonly List<string> _names = [];
    private readonly List<byte[]> _utf8Names = [];
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly bool _discover;

    public JsonFieldNames(IEnumerable<string> names, bool discover)
    {
        _discover = discover;
        foreach (var name in names)
        {
            Add(name);
        }
    }

    public IReadOnlyList<string> All => _names;

    /// <summary>The index of the current key, or -1 if it is not expected.</summary>
    /// <param name="json">A reader at the key.</param>
    /// <param name="guess">The index of the key if the object had all keys in order.</param>
    public int IndexOf(ref Utf8JsonReader json, int guess)
    {
        if (guess < _utf8Names.Count && json.ValueTextEquals(_utf8Names[guess]))
        {
            return guess;
        }

        var name = json.GetString()!;
        if (_indexes.TryGetValue(name, out var index))
        {
            return index;
        }

        return _discover ? Add(name) : -1;
    }

    /// <summary>Removes the keys that a damaged record added.</summary>
    public void ForgetFrom(int count)
    {
        for (var i = _names.Count - 1; i >= count; i--)
        {
            _indexes.Remove(_names[i]);
            _names.RemoveAt(i);
            _utf8Names.RemoveAt(i);
        }
    }

    private int Add(string name)
    {
        _indexes.Add(name, _names.Count);
        _names.Add(name);
        _utf8Names.Add(Encoding.UTF8.GetBytes(name));
        return _names.Count - 1;
    }
}
