using System.Collections;

namespace DataAccess.Migrations.Files.Contents;

/// <summary>A list whose items are made as they are asked for, as there may be any number of them.</summary>
internal abstract class LazyList<T> : IReadOnlyList<T>
{
    public abstract int Count { get; }

    public abstract T this[int index] { get; }

    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
