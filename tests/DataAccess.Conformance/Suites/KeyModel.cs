namespace DataAccess.Conformance;

/// <summary>What the row of one key may be, from what was done with it in order and what each caller was told.</summary>
internal sealed class KeyModel(int key)
{
    private readonly List<(KeyChange Change, string Told)> _history = [];
    private HashSet<(string Text, int Version)?> _states = [null];

    public int Key => key;

    /// <summary>What went wrong, in words; null if everything told can be true.</summary>
    public string? Violation { get; private set; }

    /// <summary>Takes the next change of the key and what its caller was told; null where the caller was told nothing certain.</summary>
    public void Apply(KeyChange change, string? told)
    {
        _history.Add((change, told ?? "?"));
        if (told is "not sent")
        {
            return;
        }

        var next = new HashSet<(string Text, int Version)?>();
        foreach (var state in _states)
        {
            var (answer, after) = change.On(state);
            if (told is null)
            {
                next.Add(state);
                next.Add(after);
            }
            else if (answer == told)
            {
                next.Add(after);
            }
        }

        if (next.Count == 0)
        {
            Violation ??= $"key {key}: told '{told}' and the row could be {string.Join(" or ", _states)}: {string.Join("; ", _history)}";
        }

        _states = next;
    }

    /// <summary>Compares with what is stored.</summary>
    public void End((string Text, int Version)? stored)
    {
        if (!_states.Contains(stored))
        {
            Violation ??= $"key {key}: stored is {stored?.ToString() ?? "nothing"}, and it could be {string.Join(" or ", _states)}: {string.Join("; ", _history)}";
        }
    }
}
